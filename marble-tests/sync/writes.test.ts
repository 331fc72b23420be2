import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, EMPTY, map, merge, retry, skip, tap, throwError } from "rxjs";
import {
  patchEvent,
  setEvent,
  type StateHolder,
  sync,
  syncKey,
  type SyncEvent,
  WriteRefused,
  writes,
} from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

interface State {
  readonly name: string;
  readonly list: readonly number[];
}

const KEY = syncKey<State>("KEY");
const start: State = { name: "start", list: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18] };
const rename = (value: string): SyncEvent => patchEvent(KEY, [{ op: "replace", path: "/name", value }]);
const misfit = patchEvent(KEY, [{ op: "remove", path: "/none" }]);
const errors = map((event: SyncEvent) => event.type === "_FAILURE");

describe("writes", () => {
  it(
    "applies what fits, and makes an event of what does not",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const holder$ = new BehaviorSubject(start);
      // prettier-ignore
      const session$ = hot("--w----x----v--", { w: rename("a"), x: misfit, v: rename("b") });
      const value = "       --a---------b--";
      const failed = "      -------e-------";
      const unsub = "       --------------!";
      const subs = "        ^-------------!";
      expectObservable(
        holder$.pipe(
          skip(1),
          map(({ name }) => name),
        ),
      ).toBe(value);
      expectObservable(session$.pipe(writes(KEY, holder$), errors), unsub).toBe(failed, { e: true });
      // once for _PATCH, once for _SET
      expectSubscriptions(session$.subscriptions).toBe([subs, subs]);
    }),
  );

  it(
    "answers a refused write with the true state, to its sender only, and reports it",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const other = new TestConnection(scheduler);
      const state$ = new BehaviorSubject(start);
      // prettier-ignore
      const incoming$ = hot("---r------", { r: patchEvent(KEY, [{ op: "replace", path: "/name", value: "root" }]) });
      const lines$ = hot("   -1--------", { 1: connection });
      const otherLines$ = hot("-1------", { 1: other });
      const sent = "         -S-T------";
      const sentOther = "    -S--------";
      const errorsOf = "     ---e------";
      const session = testSession(incoming$, lines$);
      const others = testSession(undefined, otherLines$);
      const check = (next: State, before: State): State => {
        if (next.name === "root") throw new Error("not root");
        return next.name === before.name ? before : next;
      };
      merge(
        session.run(() => merge(state$.pipe(sync(session, KEY)), session.pipe(writes(KEY, state$, { check })))),
        others.run(() => state$.pipe(sync(others, KEY))),
      ).subscribe();
      expectObservable(connection.sent$).toBe(sent, { S: setEvent(KEY, start), T: setEvent(KEY, start) });
      expectObservable(other.sent$).toBe(sentOther, { S: setEvent(KEY, start) });
      expectObservable(session.errors$).toBe(errorsOf, { e: new WriteRefused(KEY, new Error("not root")) });
    }),
  );

  it(
    "takes what check makes of a write",
    marbles(({ hot, expectObservable }) => {
      const holder$ = new BehaviorSubject(start);
      const seen: [string, string][] = [];
      // prettier-ignore
      const session$ = hot("--w--", { w: rename("ab") });
      const value = "       --A--";
      const check = (next: State, before: State): State => {
        seen.push([next.name, before.name]);
        return { ...next, name: next.name.toUpperCase() };
      };
      session$.pipe(writes(KEY, holder$, { check })).subscribe();
      expectObservable(
        holder$.pipe(
          skip(1),
          tap(() => expect(seen).toEqual([["ab", "start"]])),
          map(({ name }) => name),
        ),
      ).toBe(value, { A: "AB" });
    }),
  );

  it(
    "replaces the members that a _SET has and leaves the others",
    marbles(({ hot, expectObservable }) => {
      const holder$ = new BehaviorSubject<unknown>(start);
      const key = syncKey("KEY");
      // prettier-ignore
      const session$ = hot("--s--n--l--", { s: setEvent(key, { name: "s" }), n: setEvent(key, { more: 1 }), l: setEvent(key, {}) });
      const value = "       --s--n--n--";
      session$.pipe(writes(key, holder$)).subscribe();
      expectObservable(holder$.pipe(skip(1))).toBe(value, {
        s: { ...start, name: "s" },
        n: { ...start, name: "s", more: 1 },
      });
    }),
  );

  it(
    "replaces a state that is no object by a _SET",
    marbles(({ hot, expectObservable }) => {
      const holder$ = new BehaviorSubject<unknown>(5);
      // prettier-ignore
      const session$ = hot("--s--o--", { s: setEvent("KEY", 6), o: setEvent("KEY", { a: 1 }) });
      const value = "       --s--o--";
      session$.pipe(writes("KEY", holder$)).subscribe();
      expectObservable(holder$.pipe(skip(1))).toBe(value, { s: 6, o: { a: 1 } });
    }),
  );

  it(
    "keeps other keys out",
    marbles(({ hot, expectObservable }) => {
      const holder$ = new BehaviorSubject(start);
      // prettier-ignore
      const session$ = hot("--w--x--", { w: { ...rename("a"), type: "_PATCH:KEY2" }, x: { ...misfit, type: "_PATCH:KE" } });
      expectObservable(session$.pipe(writes(KEY, holder$))).toBe("--------");
      expectObservable(holder$.pipe(skip(1))).toBe("--------");
    }),
  );

  it.each<[string, unknown]>([
    ["no list", { op: "remove", path: "/name" }],
    ["text", "[]"],
    ["null", null],
    ["undefined", undefined],
    ["an operation that is null", [null]],
    ["an operation that is a list", [[]]],
    ["no op", [{ path: "/name" }]],
    ["no path", [{ op: "remove" }]],
    ["a path that is a number", [{ op: "remove", path: 0 }]],
    ["a from that is a number", [{ op: "move", path: "/name", from: 5 }]],
    ["no value", [{ op: "replace", path: "/name" }]],
    ["an unknown op", [{ op: "delete", path: "/name" }]],
    ["a path that is no pointer", [{ op: "remove", path: "name" }]],
    ["a test that fails", [{ op: "test", path: "/name", value: "other" }]],
    ["a forbidden name", [{ op: "add", path: "/__proto__/x", value: 1 }]],
    ["an inherited name", [{ op: "replace", path: "/toString", value: 1 }]],
  ])("refuses a patch that is %s", (_name, data) => {
    marbles(({ hot, expectObservable }) => {
      const holder$ = new BehaviorSubject(start);
      // prettier-ignore
      const session$ = hot("--x--w--", { x: { type: "_PATCH:KEY", data }, w: rename("a") });
      const failed = "      --e-----";
      const value = "       -----a--";
      expectObservable(session$.pipe(writes(KEY, holder$), errors)).toBe(failed, { e: true });
      expectObservable(
        holder$.pipe(
          skip(1),
          map(({ name }) => name),
        ),
      ).toBe(value);
    })();
  });

  it(
    "makes an event of what its holder throws",
    marbles(({ hot, expectObservable }) => {
      const holder: StateHolder<State> = {
        value: start,
        next: () => {
          throw new Error("read-only");
        },
      };
      // prettier-ignore
      const session$ = hot("--w--w--", { w: rename("a") });
      const failed = "      --e--e--";
      expectObservable(session$.pipe(writes(KEY, holder), errors)).toBe(failed, { e: true });
    }),
  );

  it(
    "ends with its source, and starts clean after a retry",
    marbles(({ cold, expectObservable }) => {
      const holder$ = new BehaviorSubject(start);
      // prettier-ignore
      const session$ = cold("-x#    ", { x: misfit });
      const failed = "       -e-e#";
      expectObservable(session$.pipe(writes(KEY, holder$), errors, retry(1))).toBe(failed, { e: true });
      expectObservable(throwError(() => "e").pipe(writes(KEY, holder$))).toBe("#", undefined, "e");
      expectObservable(EMPTY.pipe(writes(KEY, holder$))).toBe("|");
    }),
  );
});

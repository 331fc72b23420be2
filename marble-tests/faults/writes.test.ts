import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, map, merge, of } from "rxjs";
import { patchEvent, setEvent, sync, syncKey, writes } from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";
import { notes, NOTES, type Notes } from "./notes.ts";

const titled = (title: string): Notes => ({ ...notes, title });
const retitle = (title: unknown) => patchEvent(NOTES, [{ op: "replace", path: "/title", value: title }]);

describe("what clients may write", () => {
  it(
    "fault 5: constraints hold for a client's writes, by patch and by state, and what it was not given it cannot write",
    marbles(({ hot, expectObservable, flush }) => {
      const initial = titled("long enough");
      const state$ = new BehaviorSubject(initial);
      const check = (next: Notes): Notes => {
        if (next.title.length < 3) throw new RangeError("a title has three letters at least");
        return { ...next, title: next.title.trim() };
      };
      const events = {
        s: retitle("xx"),
        S: setEvent(NOTES, { title: "xx" }),
        l: patchEvent(NOTES, [{ op: "add", path: "/notes/0", value: "mine" }]),
        L: setEvent(NOTES, { notes: ["mine"] }),
        n: patchEvent(NOTES, [{ op: "add", path: "/isAdmin", value: true }]),
        w: retitle(" good "),
      };
      // prettier-ignore
      const incoming$ = hot("-s-S-l-L-n-w-", events);
      const states = "       a----------w-";
      const errors = "       -e-e-e-e-e---";
      const session = testSession(incoming$);
      session
        .run(() => session.pipe(writes(NOTES, state$, { check, allow: ([member]) => member === "title" })))
        .subscribe();
      expectObservable(state$).toBe(states, { a: initial, w: titled("good") });
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, { e: "WriteRefused" });
      flush();
      expect(state$.value.notes).toBe(notes.notes);
    }),
  );

  it(
    "fault 15: a write to a computed member is refused aloud and corrected at once, and the next difference is right",
    marbles(({ scheduler, hot, cold, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const own$ = new BehaviorSubject(notes);
      const sized = (own: Notes) => ({ ...own, size: own.notes.length });
      const holder = {
        get value() {
          return sized(own$.value);
        },
        next: ({ size: _size, ...own }: ReturnType<typeof sized>): void => own$.next(own),
      };
      const key = syncKey<ReturnType<typeof sized>>("SIZED");
      // prettier-ignore
      const incoming$ = hot("--x---------", { x: patchEvent(key, [{ op: "replace", path: "/size", value: 99 }]) });
      const change = "       -----c------";
      const sent = "         --T--D------";
      const errors = "       --e---------";
      const session = testSession(incoming$, of(connection));
      const allow = ([member]: readonly string[]): boolean => member !== "size";
      cold(change).subscribe(() => own$.next({ ...notes, notes: [] }));
      expectObservable(connection.sent$).toBe(sent, {
        T: setEvent(key, sized(notes)),
        D: patchEvent(key, [
          { op: "replace", path: "/notes", value: [] },
          { op: "replace", path: "/size", value: 0 },
        ]),
      });
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, { e: "WriteRefused" });
      session
        .run(() => merge(own$.pipe(map(sized), sync(session, key)), session.pipe(writes(key, holder, { allow }))))
        .subscribe();
    }),
  );
});

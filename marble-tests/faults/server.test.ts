import { describe, expect, it } from "@jest/globals";
import { auditTime, BehaviorSubject, map, merge, NEVER, of, Subject, tap } from "rxjs";
import { actions, patchEvent, setEvent, sync, synced, syncKey, type SyncEvent, writes } from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";
import { twoEnds } from "../two-ends.ts";
import { notes, NOTES, type Notes, served, text } from "./notes.ts";

const titled = (title: string): Notes => ({ ...notes, title });
const retitle = (title: string): SyncEvent => patchEvent(NOTES, [{ op: "replace", path: "/title", value: title }]);

describe("what the original server gets wrong", () => {
  it(
    "fault 1: patches of client and server that cross leave both ends equal",
    marbles(({ scheduler, hot, expectObservable }) => {
      const { server, client } = twoEnds(scheduler, 2);
      const state$ = new BehaviorSubject(titled("a"));
      const copy = synced(client, NOTES, titled("i"));
      // prettier-ignore
      const here$ =   hot("-----s               ", { s: titled("s") }).pipe(tap((state) => state$.next(state)));
      const there$ = hot("-----c               ", { c: titled("c") }).pipe(
        tap(({ title }) => void copy.write({ title })),
      );
      const atServer = "   a----s-c             ";
      const atClient = "   i-a--c-s 501ms c     ";
      merge(here$, there$, server.run(served(state$))).subscribe();
      const title = map(({ title }: Notes) => title);
      expectObservable(state$.pipe(title)).toBe(atServer);
      expectObservable(copy.pipe(title)).toBe(atClient);
    }),
  );

  it(
    "fault 2: a takeover closes the old line, never the new one",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const lines$ =   hot("1----2----------", { 1: one, 2: two });
      const incoming$ = hot("--a----b--", { a: retitle("a"), b: retitle("b") });
      const late = "        --------x-";
      const heard = "       --a----b--";
      const toOld = "       -----D----";
      const oldClosed = "   -----(c|)-";
      const newClosed = "   ----------";
      const session = testSession(incoming$, lines$);
      // the old peer's own close frame comes late, and once more
      cold(late).subscribe(() => one.break(1000));
      expectObservable(session).toBe(heard, { a: retitle("a"), b: retitle("b") });
      expectObservable(one.sent$).toBe(toOld, {
        D: { type: "_DISCONNECT", data: "This session was opened somewhere else." },
      });
      expectObservable(one.closed$.pipe(map(({ code }) => code))).toBe(oldClosed, { c: 1000 });
      expectObservable(two.closed$).toBe(newClosed);
    }),
  );

  it(
    "fault 3: a handler that throws and a malformed frame end nothing",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const call = (type: string): SyncEvent => ({ type: "_ACTION:NOTES", data: { type } });
      // prettier-ignore
      const incoming$ = hot("--x-a---a-----", { x: call("fail"), a: call("work") });
      const poison = "       ------m---n---";
      const worked = "       ----w---w-----";
      const errors = "       --H---J---F---";
      const closed = "       --------------";
      const session = testSession(incoming$, of(connection));
      const worked$ = new Subject<string>();
      const handlers = {
        fail: () => {
          throw new Error("handler");
        },
        work: () => worked$.next("w"),
      };
      cold(poison, { m: "{", n: '{"type":5}' }).subscribe((frame) => connection.receiveFrame(frame));
      session.run(() => session.pipe(actions("NOTES", handlers))).subscribe();
      expectObservable(worked$).toBe(worked);
      expectObservable(session.errors$.pipe(map(({ message }) => message))).toBe(errors, {
        H: "fail failed while it served _ACTION:NOTES: handler",
        J: 'The frame was refused (BAD_JSON): it is not JSON (it begins with "{").',
        F: 'The frame was refused (BAD_FRAME): it must be an object {"type": string, "data"?: any}.',
      });
      expectObservable(connection.closed$).toBe(closed);
    }),
  );

  it(
    "fault 6: a client's write keeps what the server has changed and not synced yet",
    marbles(({ cold, hot, expectObservable }) => {
      const state$ = new BehaviorSubject(titled("a"));
      // prettier-ignore
      const change = "          --n-----------";
      const incoming$ = hot("   ----w---------", { w: retitle("w") });
      const expectedState = "   a-b-c---------";
      const expectedEvents = "  ----------S---";
      cold(change).subscribe(() => state$.next({ ...state$.value, notes: ["added"] }));
      const session = testSession(incoming$);
      const pipeline$ = merge(state$.pipe(auditTime(10), sync(session, NOTES)), session.pipe(writes(NOTES, state$)));
      const c = { title: "w", notes: ["added"], text };
      expectObservable(state$).toBe(expectedState, { a: titled("a"), b: { ...titled("a"), notes: ["added"] }, c });
      expectObservable(pipeline$).toBe(expectedEvents, { S: setEvent(NOTES, c) });
    }),
  );

  it(
    "fault 7: a write that fails half way leaves nothing",
    marbles(({ hot, expectObservable }) => {
      const state$ = new BehaviorSubject(notes);
      const halfPatch = patchEvent(NOTES, [
        { op: "replace", path: "/title", value: "half" },
        { op: "remove", path: "/notes/7" },
      ]);
      const halfSet = setEvent(NOTES, { title: "half", notes: 5 });
      // prettier-ignore
      const incoming$ = hot("--p--s--w-", { p: halfPatch, s: halfSet, w: retitle("w") });
      const states = "       a-------w-";
      const errors = "       --p--s----";
      const session = testSession(incoming$);
      const check = (next: Notes): Notes => {
        if (!Array.isArray(next.notes)) throw new TypeError("notes is no list");
        return next;
      };
      session.run(() => session.pipe(writes(NOTES, state$, { check }))).subscribe();
      expectObservable(state$).toBe(states, { a: notes, w: titled("w") });
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, {
        p: "WriteRefused",
        s: "WriteRefused",
      });
      state$.subscribe((state) => expect(state.title === "w" || state === notes).toBe(true));
    }),
  );

  it(
    "fault 12: what a failed send did not carry comes with the next line",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      const states = { a: titled("a"), b: titled("b"), c: titled("c") };
      // prettier-ignore
      const lines$ =     hot("1--------2----", { 1: one, 2: two });
      const state$ = cold("a---b--------c", states);
      const failing = "       --x-----------";
      const toOne = "         S-------------";
      const oneClosed = "     ----(c|)------";
      const toTwo = "         ---------T---D";
      const session = testSession(NEVER, lines$);
      cold(failing).subscribe(() => one.failNextSend());
      session.run((own) => state$.pipe(sync(own, NOTES))).subscribe();
      expectObservable(one.sent$).toBe(toOne, { S: setEvent(NOTES, states.a) });
      expectObservable(one.closed$.pipe(map(({ code }) => code))).toBe(oneClosed, { c: 1006 });
      expectObservable(two.sent$).toBe(toTwo, { T: setEvent(NOTES, states.b), D: retitle("c") });
    }),
  );

  it(
    "fault 12: a state that cannot be sent is passed over, and the next difference is to the last that was",
    marbles(({ scheduler, cold, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const key = syncKey<object>("NOTES");
      // prettier-ignore
      const state$ = cold("-a--b--c--", { a: titled("a"), b: { ...titled("b"), text: 1n }, c: titled("c") });
      const sent = "       -S-----D--";
      const errors = "     ----e-----";
      const session = testSession(NEVER, of(connection));
      session.run((own) => state$.pipe(sync(own, key))).subscribe();
      expectObservable(connection.sent$).toBe(sent, { S: setEvent(NOTES, titled("a")), D: retitle("c") });
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, { e: "NonJsonError" });
    }),
  );

  it(
    "fault 14: move and copy find their source, ~1 and ~0 their member, and a root path the whole state",
    marbles(({ hot, expectObservable }) => {
      const tree = { "a/b": 1, "c~d": 2, "": 3 };
      const state$ = new BehaviorSubject<unknown>(tree);
      const events = {
        e: patchEvent("TREE", [{ op: "replace", path: "/a~1b", value: 10 }]),
        m: patchEvent("TREE", [{ op: "move", from: "/a~1b", path: "/c~0d" }]),
        c: patchEvent("TREE", [{ op: "copy", from: "/c~0d", path: "/" }]),
        r: patchEvent("TREE", [{ op: "replace", path: "", value: { whole: true } }]),
      };
      // prettier-ignore
      const incoming$ = hot("--e--m--c--r--", events);
      const states = "       a-e--m--c--r--";
      const session = testSession(incoming$);
      const policy = { kinds: ["replace", "move", "copy"], root: true } as const;
      session.run(() => session.pipe(writes("TREE", state$, policy))).subscribe();
      expectObservable(state$).toBe(states, {
        a: tree,
        e: { "a/b": 10, "c~d": 2, "": 3 },
        m: { "c~d": 10, "": 3 },
        c: { "c~d": 10, "": 10 },
        r: { whole: true },
      });
    }),
  );

  it(
    "fault 14: where they are not wanted, move, copy and the root are refused aloud",
    marbles(({ hot, expectObservable }) => {
      const state$ = new BehaviorSubject<unknown>({ a: 1 });
      const events = {
        m: patchEvent("TREE", [{ op: "move", from: "/a", path: "/b" }]),
        c: patchEvent("TREE", [{ op: "copy", from: "/a", path: "/b" }]),
        r: patchEvent("TREE", [{ op: "replace", path: "", value: 0 }]),
      };
      // prettier-ignore
      const incoming$ = hot("--m--c--r--", events);
      const states = "       a----------";
      const errors = "       --x--x--x--";
      const session = testSession(incoming$);
      session.run(() => session.pipe(writes("TREE", state$))).subscribe();
      expectObservable(state$).toBe(states, { a: { a: 1 } });
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, { x: "WriteRefused" });
    }),
  );
});

import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, map, merge, NEVER, of, retry, tap } from "rxjs";
import { lineOf, patchEvent, Session, setEvent, sync, syncKey, type SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testEnv, testSession } from "ws-sync-rx/testing";

interface State {
  readonly name: string;
  readonly list: readonly number[];
}

const KEY = syncKey<State>("KEY");
const state = (name: string): State => ({ name, list: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17] });
const states = { a: state("a"), b: state("b"), c: state("c"), d: state("d") };
const rename = (value: string): SyncEvent => patchEvent(KEY, [{ op: "replace", path: "/name", value }]);
const kind = map(({ type }: SyncEvent) => (type === "_SET:KEY" ? "S" : type === "_PATCH:KEY" ? "D" : type));

describe("sync", () => {
  it(
    "sends the state when a line comes, then the difference; equal states send nothing",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const lines$ = hot("1-------2----", { 1: 1, 2: 2 });
      const state$ = hot("a--b--b----c-", states);
      const expected = "  S--D----S--D-";
      const unsub = "     ------------!";
      const subs = "      ^-----------!";
      expectObservable(state$.pipe(sync(testSession(NEVER, lines$), KEY), kind), unsub).toBe(expected);
      expectSubscriptions(state$.subscriptions).toBe(subs);
    }),
  );

  it(
    "carries the state, and the operations from the state before",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const lines$ = hot("1-------2----", { 1: 1, 2: 2 });
      const state$ = hot("a--b--b----c-", states);
      const expected = "  S--D----T--E-";
      const values = { S: setEvent(KEY, states.a), D: rename("b"), T: setEvent(KEY, states.b), E: rename("c") };
      expectObservable(state$.pipe(sync(testSession(NEVER, lines$), KEY))).toBe(expected, values);
    }),
  );

  it(
    "follows the state while there is no line, and brings the next up to date",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const lines$ = hot("1--x----2----", { 1: 1, x: null, 2: 2 });
      const state$ = hot("a----b----c--", states);
      const expected = "  S-------T-E--";
      const values = { S: setEvent(KEY, states.a), T: setEvent(KEY, states.b), E: rename("c") };
      expectObservable(state$.pipe(sync(testSession(NEVER, lines$), KEY))).toBe(expected, values);
    }),
  );

  it(
    "waits for the first state",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const state$ = hot("----a--b-", states);
      const asked$ = hot("-g-------", { g: { type: "_GET:KEY" } });
      const expected = "  ----S--D-";
      expectObservable(state$.pipe(sync(testSession(asked$), KEY), kind)).toBe(expected);
    }),
  );

  it(
    "answers _GET with the whole state, to the line that asked",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const asked$ = hot("  ---g-------g-", { g: { type: "_GET:KEY", data: {} } });
      const state$ = hot("  a------b-----", states);
      const expected = "    S--S---D---S-";
      const session = testSession(asked$, of(connection));
      expectObservable(
        state$.pipe(
          sync(session, KEY),
          tap((event) => expect(lineOf(event)?.connection).toBe(connection)),
          kind,
        ),
      ).toBe(expected);
    }),
  );

  it(
    "sends nothing back to who wrote, and the rest of what its write has caused",
    marbles(({ hot, expectObservable }) => {
      const state$ = new BehaviorSubject(states.a);
      // prettier-ignore
      const incoming$ = hot("  ---w--------v------", { w: rename("b"), v: setEvent(KEY, { name: "c" }) });
      const take$ = hot("      ---w--------v------", { w: states.b, v: { ...states.c, list: [0, ...states.c.list] } });
      const expected = "       S-----------D------";
      const session = testSession(incoming$);
      const taken$ = take$.pipe(tap((next) => state$.next(next)));
      expectObservable(
        merge(state$.pipe(sync(session, KEY)), taken$.pipe(sync(new Session({ env: testEnv() }), KEY))),
      ).toBe(expected, { S: setEvent(KEY, states.a), D: patchEvent(KEY, [{ op: "add", path: "/list/0", value: 0 }]) });
    }),
  );

  it(
    "corrects a line whose write was not taken",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const incoming$ = hot("  ---w------", { w: rename("b") });
      const state$ = hot("     a-----c---", states);
      const expected = "       S-----D---";
      expectObservable(state$.pipe(sync(testSession(incoming$), KEY))).toBe(expected, {
        S: setEvent(KEY, states.a),
        D: rename("c"),
      });
    }),
  );

  it(
    "sends the whole state to a line whose write does not fit what it was sent",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const incoming$ = hot("  ---x--y-----", { x: patchEvent(KEY, [{ op: "remove", path: "/none" }]), y: { type: "_PATCH:KEY", data: 5 } });
      const state$ = hot("     a--------b--", states);
      const expected = "       S--S--S--D--";
      expectObservable(state$.pipe(sync(testSession(incoming$), KEY), kind)).toBe(expected);
    }),
  );

  it(
    "sends nothing to a new line with sendOnInit: false until it asks, but the differences",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const lines$ = hot(" ---1----------", { 1: 1 });
      const asked$ = hot(" ---------g----", { g: { type: "_GET:KEY" } });
      const state$ = hot(" a-----b-----c-", states);
      const expected = "   ------D--S--E-";
      const session = testSession(asked$, lines$);
      expectObservable(state$.pipe(sync(session, KEY, { sendOnInit: false }))).toBe(expected, {
        D: rename("b"),
        S: setEvent(KEY, states.b),
        E: rename("c"),
      });
    }),
  );

  it(
    "settles what crossed only once the writing rests",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      connection.answersPings(false);
      const state$ = new BehaviorSubject(states.a);
      // prettier-ignore
      const lines$ = hot("   -1                ", { 1: connection });
      const here$ = hot("    --b               ", states).pipe(tap((next) => state$.next(next)));
      const incoming$ = hot("---w-v            ", { w: rename("w"), v: rename("v") });
      const sent = "         -SDE- 20ms T      ";
      const session = testSession(incoming$, lines$);
      const wrote$ = incoming$.pipe(tap(() => state$.next({ ...state$.value, name: "true" })));
      merge(
        here$,
        wrote$,
        session.run(() => state$.pipe(sync(session, KEY, { settleAfter: 20 }))),
      ).subscribe();
      // what the server made of the writes is sent at once, and the place in doubt again at the end
      expectObservable(connection.sent$).toBe(sent, {
        S: setEvent(KEY, states.a),
        D: rename("b"),
        E: rename("true"),
        T: rename("true"),
      });
    }),
  );

  it(
    "reports a state that JSON cannot carry and stays",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const state$ = hot<object>("a--x--b--", { ...states, x: { name: () => 1, list: [1n] } });
      const errors = "            ---e-----";
      const session = testSession();
      session.run(() => state$.pipe(sync(session, syncKey<object>("KEY")))).subscribe();
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, { e: "NonJsonError" });
    }),
  );

  it(
    "errors with its source, and starts clean after a retry",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const state$ = cold("a-b#   ", states);
      const expected = "   S-DS-D#";
      const subs = ["      ^--!   ", "---^--!"];
      expectObservable(state$.pipe(sync(testSession(), KEY), retry(1), kind)).toBe(expected);
      expectSubscriptions(state$.subscriptions).toBe(subs);
    }),
  );

  it(
    "stays when its source completes, for lines to come",
    marbles(({ cold, hot, expectObservable }) => {
      // prettier-ignore
      const lines$ = hot( "1------2-", { 1: 1, 2: 2 });
      const state$ = cold("a-|      ", states);
      const expected = "   S------S-";
      expectObservable(state$.pipe(sync(testSession(NEVER, lines$), KEY), kind)).toBe(expected);
    }),
  );
});

import { it } from "@jest/globals";
import { ofType } from "ws-sync-rx";
import { marbles, testSession } from "ws-sync-rx/testing";

const events = { a: { type: "a" }, b: { type: "b" } };

it(
  "keeps the events of one type, of any stream",
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    // prettier-ignore
    const source$ = cold("--a--b--a--|", events);
    const expected = "    --a-----a--|";
    const subs = "        ^----------!";
    expectObservable(source$.pipe(ofType("a"))).toBe(expected, events);
    expectSubscriptions(source$.subscriptions).toBe(subs);
  }),
);

it(
  "is on(type) of a session",
  marbles(({ hot, expectObservable }) => {
    // prettier-ignore
    const incoming$ = hot("--a--b--a--", events);
    const expected = "     --a-----a--";
    const session = testSession(incoming$);
    expectObservable(session.pipe(ofType("a"))).toBe(expected, events);
  }),
);

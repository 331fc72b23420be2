import { it } from "@jest/globals";
import { EMPTY, map } from "rxjs";
import { attach, type Connection, type ConnectionClosed } from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

it(
  "attaches one connection after the other to one session, and closes the last when it is unsubscribed",
  marbles(({ scheduler, hot, expectObservable, expectSubscriptions }) => {
    const lines = { 1: new TestConnection(scheduler), 2: new TestConnection(scheduler) };
    // prettier-ignore
    const connections$ = hot<Connection>("--1-----2---", lines);
    const expected = "        ------------";
    const unsub = "           -----------!";
    const subs = "            ^----------!";
    const closed1 = "         --------(c|)";
    const closed2 = "         -----------(c|)";
    const connected = "       n-y--------n";
    const session = testSession(EMPTY, EMPTY);
    const code = map(({ code }: ConnectionClosed) => code);
    expectObservable(session.connected$).toBe(connected, { n: false, y: true });
    expectObservable(connections$.pipe(attach(session)), unsub).toBe(expected);
    expectObservable(lines[1].closed$.pipe(code)).toBe(closed1, { c: 1000 });
    expectObservable(lines[2].closed$.pipe(code)).toBe(closed2, { c: 1000 });
    expectSubscriptions(connections$.subscriptions).toBe(subs);
  }),
);

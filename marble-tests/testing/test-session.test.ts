import { expect, it } from "@jest/globals";
import { map, NEVER, of, skip } from "rxjs";
import type { SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testEnv, testSession } from "ws-sync-rx/testing";

it(
  "a test session hears events on the line of the moment",
  marbles(({ hot, expectObservable }) => {
    const events: Record<string, SyncEvent> = {
      a: { type: "a" },
      b: { type: "b" },
      l: { type: "l" },
      c: { type: "c" },
    };
    // prettier-ignore
    const connections$ = hot("c-----x---c---", { c: true, x: null });
    const incoming$ = hot("   --a-b---l---c-", events);
    const heard = "           --a-b-------c-";
    const connected = "       y-----n---y---";
    const session = testSession(incoming$, connections$);
    expectObservable(session).toBe(heard, events);
    const answers = map((live: boolean) => (live ? "y" : "n"));
    expectObservable(session.connected$.pipe(skip(1), answers)).toBe(connected);
  }),
);

it(
  "a test connection shows what was sent on it, and breaks as told",
  marbles(({ scheduler, cold, expectObservable }) => {
    const connection = new TestConnection(scheduler);
    const session = testSession(NEVER, of(connection));
    const event = { type: "e", data: { n: 1 } };
    // prettier-ignore
    const steps = "  -n-b--";
    const sent = "   -e----";
    const closed = " ---(c|)";
    cold(steps).subscribe((step) => {
      if (step === "n") session.next(event);
      else connection.break(4000, "why");
    });
    expectObservable(connection.sent$).toBe(sent, { e: event });
    expectObservable(connection.closed$.pipe(map(({ code, reason }) => `${code} ${reason}`))).toBe(closed, {
      c: "4000 why",
    });
  }),
);

it("a test world has no chance", () => {
  const env = testEnv();
  expect([env.id(), env.id(), env.random(), env.random()]).toEqual(["id-1", "id-2", 0.5, 0.5]);
});

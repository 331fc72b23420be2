import { describe, expect, it } from "@jest/globals";
import { synced } from "ws-sync-rx";
import { Session } from "ws-sync-rx/client";
import { marbles, testEnv } from "ws-sync-rx/testing";
import { untilEnded } from "../../src/session/until-ended.ts";

describe("untilEnded", () => {
  it(
    "completes with the session, and lets go of the source",
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const source$ = cold("a--b--c--");
      const ended$ = hot("  ----e----");
      const expected = "    a--b|    ";
      const subs = "        ^---!    ";
      expectObservable(source$.pipe(untilEnded(ended$))).toBe(expected);
      expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    "ends what a client's session shows: its states, what is pending, what waits",
    marbles(({ scheduler, cold, expectObservable }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const copy = synced(session, "K", "s");
      // prettier-ignore
      const end = "      ---e--- ";
      const states = "   s--|    ";
      const late = "     -----^  ";
      const lateStates = "-----(s|)";
      cold(end).subscribe(() => session.complete());
      expectObservable(copy).toBe(states);
      expectObservable(copy, late).toBe(lateStates);
      expectObservable(copy.pending$).toBe(states, { s: [] });
      expectObservable(session.outbox.entries$).toBe(states, { s: [] });
      expect(session.status.phase).toBe("connecting");
    }),
  );
});

import { describe, expect, it } from "@jest/globals";
import { map, NEVER, tap } from "rxjs";
import { plainEvents } from "./plain-events.ts";
import { publish, syncKey, type SyncEvent } from "ws-sync-rx";
import { marbles, testSession } from "ws-sync-rx/testing";

const KEY = syncKey<{ readonly name: string; readonly text: string }>("KEY");
const text = "long enough for a delta to be smaller than the state ".repeat(2);
const states = { a: { name: "a", text }, b: { name: "b", text }, c: { name: "c", text } };
const kind = map(({ type }: SyncEvent) => (type === "_SET:KEY" ? "S" : "D"));

describe("publish", () => {
  it(
    "serves every session from one feed",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const state$ = hot("a----b----c--", states);
      const session1 = "  S----D----D--";
      const session2 = "  --S--D----D--";
      const first = "     ^----------!";
      const second = "    --^---------!";
      const subs = "      ^-----------!";
      const published = publish(KEY, state$);
      expectObservable(published(testSession()).pipe(kind), first).toBe(session1);
      expectObservable(published(testSession()).pipe(kind), second).toBe(session2);
      expectSubscriptions(state$.subscriptions).toBe(subs);
    }),
  );

  it(
    "sends one object to all, so that it is encoded once",
    marbles(({ hot, flush, expectObservable }) => {
      const seen: SyncEvent[][] = [[], []];
      const published = publish(KEY, hot("a--b--c--", states));
      seen.forEach((events) => {
        const session = testSession(NEVER);
        expectObservable(
          published(session).pipe(
            plainEvents,
            tap((event) => events.push(event)),
            kind,
          ),
        ).toBe("S--D--D--");
      });
      flush();
      expect(seen[0]).toHaveLength(3);
      seen[0]?.forEach((event, index) => expect(event).toBe(seen[1]?.[index]));
    }),
  );

  it(
    "begins again with the state of the day after its last session has gone",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const state$ = cold("a--b-----", states);
      const first = "      ^---!----";
      const second = "     -----^---!";
      const session1 = "   S--D-----";
      const session2 = "   -----S--D";
      const subs = ["      ^---!    ", "-----^---!"];
      const published = publish(KEY, state$);
      expectObservable(published(testSession()).pipe(kind), first).toBe(session1);
      expectObservable(published(testSession()).pipe(kind), second).toBe(session2);
      expectSubscriptions(state$.subscriptions).toBe(subs);
    }),
  );
});

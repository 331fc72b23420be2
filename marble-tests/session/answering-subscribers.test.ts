import { describe, expect, it } from "@jest/globals";
import { filter, map, take } from "rxjs";
import { synced } from "ws-sync-rx";
import { Session } from "ws-sync-rx/client";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";

describe("a subscriber that changes what it is told of", () => {
  it(
    "leaves the next one with what is true then: a state",
    marbles(({ scheduler }) => {
      const copy = synced<number>(new Session({ env: testEnv(scheduler) }), "K", 0);
      const seen: number[] = [];
      const life = copy.pipe(filter((value) => value === 7)).subscribe(() => copy.set(() => 8));
      life.add(copy.subscribe((value) => seen.push(value)));
      copy.set(() => 7);
      expect([seen.at(-1), copy.value]).toEqual([8, 8]);
      life.unsubscribe();
    }),
  );

  it(
    "leaves the next one with what is true then: where the session stands",
    marbles(({ scheduler, expectObservable, flush }) => {
      const session = new Session({ env: testEnv(scheduler) });
      // prettier-ignore
      const phases = "   c---o";
      const connected = "n----";
      session.connected$.pipe(filter(Boolean), take(1)).subscribe(() => line.unsubscribe());
      expectObservable(session.status$.pipe(map(({ phase }) => phase.charAt(0)))).toBe(phases);
      expectObservable(session.connected$.pipe(map((is) => (is ? "y" : "n")))).toBe(connected);
      const line = session.attach(new TestConnection(scheduler), { greeting: 4 }).subscribe();
      flush();
      expect(session.status.phase).toBe("offline");
    }),
  );
});

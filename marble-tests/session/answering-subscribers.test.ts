import { describe, expect, it } from "@jest/globals";
import { filter, take } from "rxjs";
import { type ConnectionStatus, synced } from "ws-sync-rx";
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
    marbles(({ scheduler }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const phases: ConnectionStatus["phase"][] = [];
      const connected: boolean[] = [];
      const connection = new TestConnection(scheduler);
      session.connected$.pipe(filter(Boolean), take(1)).subscribe(() => connection.cut(1006, "gone"));
      session.status$.subscribe(({ phase }) => phases.push(phase));
      session.connected$.subscribe((is) => connected.push(is));
      session.attach(connection).subscribe();
      expect([phases.at(-1), connected.at(-1), session.status.phase]).toEqual(["offline", false, "offline"]);
    }),
  );
});

import { describe, expect, it } from "@jest/globals";
import { map, Subject, Subscription } from "rxjs";
import { type Connection, pair, type PairLinks } from "ws-sync-rx";
import { marbles, type MarbleHelpers } from "ws-sync-rx/testing";
import { Receipts } from "../../src/session/receipts.ts";

/** Receipts over a line in memory whose pongs take 4 ms. */
function counted({ scheduler }: MarbleHelpers, latency = 2) {
  const [server, client, links]: readonly [Connection, Connection, PairLinks] = pair({ scheduler, latency });
  const pings$ = client.activity$.pipe(map(() => "p"));
  const settled$ = new Subject<string>();
  const life = new Subscription();
  const receipts = new Receipts(server, life, {
    scheduler,
    later: (task) => {
      task();
    },
    settled: () => {
      settled$.next(String(receipts.settledRound));
    },
  });
  return { receipts, pings$, settled$, life, links };
}

describe("receipts", () => {
  it(
    "come a round trip later; whoever asks before the ping is sent shares its round",
    marbles((helpers) => {
      const { cold, expectObservable, flush } = helpers;
      const { receipts, pings$, settled$ } = counted(helpers);
      const rounds: number[] = [];
      // prettier-ignore
      const asked = "   a------ 987ms a--a------- 1995ms a----";
      const pings = "   --p---- 987ms --------p-- 1995ms --p--";
      const settled = " ----1-- 987ms ----------2 1995ms ----3";
      cold(asked).subscribe(() => rounds.push(receipts.settle()));
      expectObservable(pings$).toBe(pings);
      expectObservable(settled$).toBe(settled);
      expect(receipts.settledRound).toBe(0);
      flush();
      expect(rounds).toEqual([1, 2, 2, 3]);
    }),
  );

  it(
    "are asked for once a second; every 25 ms when it matters, also when somebody waits for the second already",
    marbles((helpers) => {
      const { cold, expectObservable, flush } = helpers;
      const { receipts, pings$, settled$ } = counted(helpers);
      const rounds: number[] = [];
      // prettier-ignore
      const asked = "   a--b--c-- 17ms d";
      const pings = "   --p------ 18ms p 24ms p";
      const settled = " ----1---- 18ms --2 24ms 3";
      const due = { a: false, b: false, c: true, d: true };
      cold(asked, due).subscribe((soon) => rounds.push(receipts.settle(soon)));
      expectObservable(pings$).toBe(pings);
      expectObservable(settled$).toBe(settled);
      flush();
      expect(rounds).toEqual([1, 2, 2, 3]);
    }),
  );

  it(
    "end with the line: no ping is sent later",
    marbles((helpers) => {
      const { cold, expectObservable } = helpers;
      const { receipts, pings$, settled$, life } = counted(helpers);
      // prettier-ignore
      const asked = "   a--b-----";
      const end = "     -----e---";
      const pings = "   --p------ 3s -";
      const settled = " ----1---- 3s -";
      cold(asked).subscribe(() => receipts.settle());
      cold(end).subscribe(() => {
        life.unsubscribe();
      });
      expectObservable(pings$).toBe(pings);
      expectObservable(settled$).toBe(settled);
    }),
  );

  it(
    "a line that answers nothing has nothing settled, and a later pong settles all rounds before it",
    marbles((helpers) => {
      const { cold, expectObservable } = helpers;
      const { receipts, settled$, links } = counted(helpers);
      // prettier-ignore
      const asked = "   a- 1s a- 1s ------";
      const silent = "  s- 1s -- 1s -h----";
      const settled = " -- 1s -- 1s ---(ab)";
      cold(asked).subscribe(() => receipts.settle());
      cold(silent).subscribe((what) => {
        links.toServer.silent = what === "s";
      });
      expectObservable(settled$).toBe(settled, { a: "1", b: "2" });
    }),
  );
});

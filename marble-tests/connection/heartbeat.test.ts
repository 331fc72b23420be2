import { describe, expect, it } from "@jest/globals";
import { map, type SchedulerLike, Subject } from "rxjs";
import { Connection, type ConnectionClosed, SERVER_FRAME_LIMITS, type SocketListener } from "ws-sync-rx";
import { heartbeat } from "../../src/connection/heartbeat.ts";
import { marbles, testEnv } from "ws-sync-rx/testing";

const code = map(({ code }: ConnectionClosed) => code);

/** A line on which the test sees the pings and gives the signs of life. */
function watched(scheduler: SchedulerLike) {
  const pings$ = new Subject<number>();
  let listener: SocketListener | undefined;
  const connection = new Connection(
    (heard) => {
      listener = heard;
      return {
        buffered: 0,
        send: () => undefined,
        close: () => undefined,
        terminate: () => undefined,
        ping: (count) => pings$.next(count),
      };
    },
    { limits: SERVER_FRAME_LIMITS, scheduler },
  );
  return {
    connection,
    pings$: pings$.pipe(map(() => "p")),
    alive: () => listener?.alive(),
    pong: (count: number) => listener?.pong(count),
    breaks: () => listener?.closed(1006, ""),
  };
}

describe("heartbeat", () => {
  it(
    "pings a while after the last sign of life, and cuts with 4000 a line that shows none",
    marbles(({ scheduler, hot, expectObservable }) => {
      const line = watched(scheduler);
      // prettier-ignore
      const signs$ = hot("------a-------     ");
      const pings = "     ---p-----p----     ";
      const beat = "      --------------|    ";
      const closed = "    --------------(c|) ";
      signs$.subscribe(() => line.alive());
      const options = { interval: 3, timeout: 5, env: testEnv(scheduler) };
      expectObservable(heartbeat(line.connection, options)).toBe(beat);
      expectObservable(line.pings$).toBe(pings);
      expectObservable(line.connection.closed$.pipe(code)).toBe(closed, { c: 4000 });
    }),
  );

  it(
    "is content with pongs",
    marbles(({ scheduler, expectObservable }) => {
      const line = watched(scheduler);
      // prettier-ignore
      const pings = "---p---p---p--";
      const unsub = "-------------!";
      let count = 0;
      const answered$ = line.pings$.pipe(map((ping) => ping));
      answered$.subscribe(() => {
        count += 1;
        const round = count;
        scheduler.schedule(() => line.pong(round), 1);
      });
      const options = { interval: 3, timeout: 5, env: testEnv(scheduler) };
      expectObservable(line.pings$).toBe(pings);
      expectObservable(heartbeat(line.connection, options), unsub).toBe("-");
      expectObservable(line.connection.closed$).toBe("-");
    }),
  );

  it.each([
    [0, 8],
    [0.5, 10],
    [0.999, 11.996],
  ])("varies the interval: chance %d waits %d of 10", (chance, wait) => {
    marbles(({ scheduler, flush }) => {
      const line = watched(scheduler);
      let at = -1;
      line.pings$.subscribe(() => (at = scheduler.now()));
      heartbeat(line.connection, { interval: 10, timeout: 1, env: { scheduler, random: () => chance } }).subscribe();
      flush();
      expect(at).toBeCloseTo(wait);
    })();
  });

  it(
    "stops with its line, and pings no more once it is unsubscribed",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [broken, left] = [watched(scheduler), watched(scheduler)];
      // prettier-ignore
      const breaks = " --x   ";
      const over = "   --|   ";
      const unsub = "  --!   ";
      const pings = "  ------";
      cold(breaks).subscribe(() => broken.breaks());
      const options = { interval: 3, timeout: 5, env: testEnv(scheduler) };
      expectObservable(heartbeat(broken.connection, options)).toBe(over);
      expectObservable(heartbeat(left.connection, options), unsub).toBe("------");
      expectObservable(left.pings$).toBe(pings);
    }),
  );

  it(
    "pings after 25 s, and gives up 10 s later, unless told otherwise",
    marbles(({ scheduler, expectObservable }) => {
      const line = watched(scheduler);
      // prettier-ignore
      const pings = " 25s p";
      const beat = "  35s |";
      expectObservable(line.pings$).toBe(pings);
      expectObservable(heartbeat(line.connection, { env: testEnv(scheduler) })).toBe(beat);
    }),
  );

  it(
    "asking once more puts nothing off: the patience ends when it would have, or sooner",
    marbles(({ scheduler, hot, expectObservable }) => {
      const [patient, eager] = [watched(scheduler), watched(scheduler)];
      // prettier-ignore
      const probe$ = hot("     -----x--------   ");
      const pings = "          ---p-p--------   ";
      const patientClosed = "  ---------(c|)    ";
      const eagerClosed = "    -------(c|)      ";
      const options = { interval: 3, timeout: 6, probe$, env: testEnv(scheduler) };
      for (const [{ connection, pings$ }, probeTimeout, closed] of [
        [patient, 6, patientClosed],
        [eager, 2, eagerClosed],
      ] as const) {
        expectObservable(heartbeat(connection, { ...options, probeTimeout })).toBe(closed.replace(/\(.*/, "|"));
        expectObservable(pings$).toBe(pings);
        expectObservable(connection.closed$.pipe(code)).toBe(closed, { c: 4000 });
      }
    }),
  );
});

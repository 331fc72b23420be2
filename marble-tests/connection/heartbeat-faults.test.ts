import { describe, expect, it } from "@jest/globals";
import { map, type SchedulerLike } from "rxjs";
import { Connection, type ConnectionClosed, pair, SERVER_FRAME_LIMITS, type SocketListener } from "ws-sync-rx";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";
import { heartbeat } from "../../src/connection/heartbeat.ts";

const code = map(({ code }: ConnectionClosed) => code);
const mark = map(() => "p");

/** A clock that a test puts forward while timers stay where they are: a process that was stopped, a page that was frozen. */
function stalling<S extends SchedulerLike & object>(scheduler: S) {
  let lost = 0;
  const clock = new Proxy(scheduler, {
    get: (target, name) => (name === "now" ? () => target.now() + lost : Reflect.get(target, name)),
  });
  return { clock, stall: (ms: number) => (lost += ms) };
}

/** A line whose other end is silent; bytes come in as the test says. */
function silent(scheduler: SchedulerLike) {
  const bytes = { received: 0 };
  const pings: number[] = [];
  let listener: SocketListener | undefined;
  const connection = new Connection(
    (heard) => {
      listener = heard;
      return {
        buffered: 0,
        get received() {
          return bytes.received;
        },
        send: () => undefined,
        close: () => undefined,
        terminate: () => undefined,
        ping: () => pings.push(scheduler.now()),
      };
    },
    { limits: SERVER_FRAME_LIMITS, scheduler },
  );
  return { connection, bytes, pings, alive: () => listener?.alive() };
}

describe("a heartbeat raises no false alarm", () => {
  it(
    "G8, I1: a round whose end comes late is asked again",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { clock, stall } = stalling(scheduler);
      const [dead, alive] = [silent(scheduler), silent(scheduler)];
      const options = { interval: 3, timeout: 10, env: { ...testEnv(scheduler), scheduler: clock } };
      // prettier-ignore
      const stalls = "------s----------------";
      const signs = " --------------a--------";
      const cut = "   -----------------------|";
      const kept = "  ------------------------";
      cold(stalls).subscribe(() => stall(5));
      cold(signs).subscribe(() => alive.alive());
      expectObservable(heartbeat(dead.connection, options)).toBe(cut);
      expectObservable(heartbeat(alive.connection, options), `${kept}!`).toBe("-");
      flush();
      expect([dead.pings, alive.pings]).toEqual([
        [3, 13],
        [3, 13, 17],
      ]);
    }),
  );

  it(
    "a page whose timers are always late gives a dead line up after three rounds more",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { clock, stall } = stalling(scheduler);
      const { connection, pings } = silent(scheduler);
      const env = { ...testEnv(scheduler), scheduler: clock };
      cold("---- 5ms s 9ms s 9ms s 9ms s").subscribe(() => stall(60));
      expectObservable(heartbeat(connection, { interval: 3, timeout: 10, env })).toBe("43ms |");
      flush();
      expect(pings).toEqual([3, 13, 23, 33]);
    }),
  );

  it(
    "a timer that is only a little late is not",
    marbles(({ scheduler, cold, expectObservable }) => {
      const { clock, stall } = stalling(scheduler);
      const env = { ...testEnv(scheduler), scheduler: clock };
      cold("------s").subscribe(() => stall(1));
      expectObservable(heartbeat(silent(scheduler).connection, { interval: 3, timeout: 10, env })).toBe("13ms |");
    }),
  );

  it(
    "E7: bytes of a frame that is not whole yet are life",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { connection, bytes, pings } = silent(scheduler);
      // prettier-ignore
      const arriving = "-----b------b-----------";
      const cut = "     ------------------------|";
      cold(arriving).subscribe(() => (bytes.received += 1));
      expectObservable(heartbeat(connection, { interval: 3, timeout: 5, env: testEnv(scheduler) })).toBe(cut);
      flush();
      expect(pings).toEqual([3, 11, 19]);
    }),
  );

  it(
    "what is under way gives a slow line time, a minute at most",
    marbles(({ scheduler, expectObservable }) => {
      const options = { interval: 3, timeout: 5, slowest: 1_000, env: testEnv(scheduler) };
      const [small, large] = [silent(scheduler), silent(scheduler)];
      expectObservable(heartbeat(small.connection, options)).toBe("20ms |");
      expectObservable(heartbeat(large.connection, options)).toBe("60008ms |");
      // 12 bytes, and 100 kB
      small.connection.next({ type: "e" });
      large.connection.next({ type: "e", data: "x".repeat(100_000) });
    }),
  );

  it(
    "what was under way before the last sign of life has arrived",
    marbles(({ scheduler, hot, expectObservable }) => {
      const { connection, alive } = silent(scheduler);
      // prettier-ignore
      const signs$ = hot("----a--------");
      const beat = "      ------------|";
      signs$.subscribe(alive);
      connection.next({ type: "e" });
      const options = { interval: 3, timeout: 5, slowest: 1_000, env: testEnv(scheduler) };
      expectObservable(heartbeat(connection, options)).toBe(beat);
    }),
  );
});

describe("a probe", () => {
  it(
    "is answered in its own time, whatever round is under way, and however often it is asked for",
    marbles(({ scheduler, hot, expectObservable, expectSubscriptions, flush }) => {
      const { connection, pings } = silent(scheduler);
      // prettier-ignore
      const probe$ = hot("------x-x-x---");
      const beat = "      -----------|";
      const subs = "      ^----------!";
      const options = { interval: 3, timeout: 100, probe$, probeTimeout: 5, env: testEnv(scheduler) };
      expectObservable(heartbeat(connection, options)).toBe(beat);
      expectObservable(connection.closed$.pipe(code)).toBe("-----------(c|)", { c: 4000 });
      expectSubscriptions(probe$.subscriptions).toBe(subs);
      flush();
      expect(pings).toEqual([3, 6]);
    }),
  );

  it(
    "that is answered leaves the line alone, and the next round begins",
    marbles(({ scheduler, hot, expectObservable, flush }) => {
      const { connection, pings, alive } = silent(scheduler);
      const signs$ = hot("   --a-----------a--");
      const probe$ = hot("   -x---------------");
      signs$.subscribe(alive);
      const options = { interval: 10, timeout: 5, probe$, env: testEnv(scheduler) };
      expectObservable(heartbeat(connection, options), "----------------!").toBe("-");
      flush();
      expect(pings).toEqual([1, 12]);
    }),
  );
});

describe("a heartbeat of an end that cannot ping", () => {
  it(
    "leaves the line alone until both ends have said hello, then asks with _PING",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      line.hasPing(false);
      // prettier-ignore
      const hellos = "----------x--------";
      const sent = "  ------------p------";
      const beat = "  -----------------|";
      cold(hellos).subscribe(() => line.extend());
      expectObservable(line.sent$.pipe(mark)).toBe(sent);
      expectObservable(heartbeat(line, { interval: 3, timeout: 5, env: testEnv(scheduler) })).toBe(beat);
    }),
  );

  it(
    "F1, F5: notices a line that went silent in one direction, either one, and leaves one that only is slow",
    marbles(({ scheduler, expectObservable }) => {
      const env = testEnv(scheduler);
      const lines = [0, 1, 2].map(() => pair({ scheduler, latency: 3_000, version: 2, clientPings: false }));
      for (const [server, client] of lines) for (const end of [server, client]) end.extend();
      const [slow, deaf, mute] = lines;
      if (slow === undefined || deaf === undefined || mute === undefined) throw new Error("three lines");
      deaf[2].toClient.silent = true;
      mute[2].toServer.silent = true;
      for (const [, client] of [deaf, mute]) expectObservable(heartbeat(client, { env })).toBe("35s |");
      expectObservable(heartbeat(slow[1], { env }), "10m !").toBe("-");
    }),
  );
});

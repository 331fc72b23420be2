import { describe, expect, it } from "@jest/globals";
import { map, type SchedulerLike } from "rxjs";
import { ConnectionClosed, type SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";

const ping = (n: unknown): SyncEvent => ({ type: "_PING", data: { n } });
const type = map(({ type }: SyncEvent) => type);
const data = map(({ data }: SyncEvent) => data);
const typeAndData = map(({ type, data }: SyncEvent) => [type, data]);
const within = map(({ returnWithin }: ConnectionClosed) => returnWithin);

/** A line on which both ends have said hello. */
function extended(scheduler: SchedulerLike): TestConnection {
  const line = new TestConnection(scheduler, 2);
  line.extend();
  return line;
}

describe("a line that is extended", () => {
  it(
    "answers _PING with _PONG, and passes neither on",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = extended(scheduler);
      // prettier-ignore
      const heard = "   -a-b-c-d-";
      const sent = "    -x---y---";
      const passed = "  -------d-";
      const activity = "-a-a-a-a-";
      const events: Record<string, SyncEvent> = { a: ping(7), b: { type: "_PONG", data: { n: 1 } }, c: ping("7") };
      expectObservable(line.sent$.pipe(typeAndData)).toBe(sent, { x: ["_PONG", { n: 7 }], y: ["_PONG", { n: 0 }] });
      expectObservable(line.pipe(type)).toBe(passed);
      expectObservable(line.activity$.pipe(map(() => "a"))).toBe(activity);
      cold(heard).subscribe((name) => line.receive(events[name] ?? { type: name }));
    }),
  );

  it(
    "asks with _PING where the platform has no ping, and takes a later _PONG for an earlier one",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = extended(scheduler);
      line.hasPing(false);
      // prettier-ignore
      const first = " -^-----";
      const second = "--^----";
      const sent = "  -ab----";
      const pongs = " ----2--";
      const back = "  ----(p|)";
      expectObservable(line.sent$.pipe(typeAndData)).toBe(sent, { a: ["_PING", { n: 1 }], b: ["_PING", { n: 2 }] });
      expectObservable(line.roundTrip$.pipe(map(() => "p")), first).toBe(back);
      expectObservable(line.roundTrip$.pipe(map(() => "p")), second).toBe(back);
      cold(pongs).subscribe((n) => line.receive({ type: "_PONG", data: { n: Number(n) } }));
    }),
  );

  it(
    "keeps its answers back while its buffer is full, and owes one only",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = extended(scheduler);
      // prettier-ignore
      const heard = " -1-2-3-4---5-";
      const buffer = "--x------o---";
      const pongs = " -a-------d-e-";
      expectObservable(line.sent$.pipe(data)).toBe(pongs, { a: { n: 1 }, d: { n: 4 }, e: { n: 5 } });
      cold(buffer).subscribe((step) => line.buffers(step === "x" ? 262_144 : 65_536));
      cold(heard).subscribe((n) => line.receive(ping(Number(n))));
    }),
  );

  it.each<[unknown, number | undefined]>([
    [{ windowMs: 30_000 }, 30_000],
    [{ windowMs: 1e9 }, 600_000],
    [{ windowMs: -1 }, 0],
    [{ windowMs: "1" }, undefined],
    [null, undefined],
  ])("remembers the window of _DRAIN %j for its end (%p), and passes it on", (drain, window) => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = extended(scheduler);
      cold("-d-x").subscribe((step) => {
        if (step === "d") line.receive({ type: "_DRAIN", data: drain });
        else line.break(1012);
      });
      expectObservable(line.pipe(type), "--!").toBe("-d", { d: "_DRAIN" });
      expectObservable(line.closed$.pipe(within)).toBe("---(w|)", { w: window });
    })();
  });

  it("answers a _PING that waited for a listener when it is extended", () => {
    const line = new TestConnection(testEnv().scheduler, 2);
    const sent: unknown[] = [];
    const heard: string[] = [];
    line.sent$.subscribe(({ data }) => sent.push(data));
    for (const event of [{ type: "a" }, ping(3), { type: "b" }]) line.receive(event);
    line.extend();
    line.subscribe(({ type }) => heard.push(type));
    expect([sent, heard, line.extended, line.version]).toEqual([[{ n: 3 }], ["a", "b"], true, 2]);
  });
});

describe("a line that is not extended", () => {
  it(
    "knows none of it: they are events like any other",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      line.hasPing(false);
      // prettier-ignore
      const heard = "  -a-b-c-x";
      const passed = " -a-b-c-#";
      const trips = "  -------|";
      const closed = " -------(w|)";
      const types: Record<string, string> = { a: "_PING", b: "_PONG", c: "_DRAIN" };
      expectObservable(line.sent$).toBe("-");
      expectObservable(line.pipe(type)).toBe(passed, types, new ConnectionClosed(1006, "", 7));
      expectObservable(line.roundTrip$).toBe(trips);
      expectObservable(line.closed$.pipe(within)).toBe(closed, { w: undefined });
      cold(heard).subscribe((step) => {
        if (step === "x") line.break();
        else line.receive({ type: types[step] ?? "", data: { n: 1, windowMs: 5 } });
      });
    }),
  );

  it("cannot ask where the platform has no ping", () => {
    const line = new TestConnection(testEnv().scheduler, 2);
    expect([line.asks, line.extended]).toEqual([true, false]);
    line.hasPing(false);
    expect(line.asks).toBe(false);
    line.extend();
    expect(line.asks).toBe(true);
  });
});

import { describe, expect, it } from "@jest/globals";
import { map, type SchedulerLike, take } from "rxjs";
import {
  Connection,
  type ConnectionClosed,
  type FrameError,
  type Frames,
  type SocketListener,
  type SyncEvent,
} from "ws-sync-rx";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";

const event = (type: string): SyncEvent => ({ type, data: 0 });
const e = event("e");
const code = map(({ code }: ConnectionClosed | FrameError) => code);
const limits = { text: 100, binary: 100, depth: 4, nodes: 10 };

/** A connection whose socket does nothing by itself. */
function bare(scheduler: SchedulerLike) {
  const calls: string[] = [];
  const socket = {
    listener: undefined as SocketListener | undefined,
    calls,
    sent: [] as Frames[],
    buffered: 7,
    fails: false,
  };
  const connection = new Connection(
    (listener) => {
      socket.listener = listener;
      return {
        get buffered() {
          return socket.buffered;
        },
        send: (frames) => {
          if (socket.fails) throw new Error("not open");
          socket.sent.push(frames);
        },
        close: (closeCode, reason) => calls.push(`close ${closeCode} ${reason}`),
        terminate: () => calls.push("terminate"),
        ping: (count) => calls.push(`ping ${count}`),
      };
    },
    { limits, scheduler },
  );
  return { connection, socket };
}

describe("a connection", () => {
  it(
    "completes when this end closes it, errors with ConnectionClosed when the other does",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [here, there] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const events = "  --e--e----e   ";
      const closes = "  -------------x";
      const breaks = "  ----------x   ";
      const closed = "  --e--e----e--|";
      const broken = "  --e--e----#   ";
      cold(events).subscribe(() => here.receive(e));
      cold(closes).subscribe(() => here.complete());
      cold(events)
        .pipe(take(2))
        .subscribe(() => there.receive(e));
      cold(breaks).subscribe(() => there.break(1001, "away"));
      expectObservable(here).toBe(closed, { e });
      expectObservable(there.pipe(map(({ type }) => type))).toBe(
        broken,
        undefined,
        Object.assign(
          new Error(
            "The connection closed with code 1001 (away) after 10 ms. Reconnect with backoff() unless the code is terminal.",
          ),
          {
            name: "ConnectionClosed",
          },
        ),
      );
      expectObservable(there.closed$.pipe(map(({ code, reason, aliveFor }) => [code, reason, aliveFor]))).toBe(
        "----------(c|)",
        { c: [1001, "away", 10] },
      );
    }),
  );

  it(
    "holds events for the first to listen, and none for the next",
    marbles(({ scheduler, cold, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const events = " ab---------d-";
      const first = "  ---^------!--";
      const held = "   ---(ab)------";
      const second = " -----^-------";
      const rest = "   -----------d-";
      cold(events).subscribe((type) => connection.receive(event(type)));
      const types = map(({ type }: SyncEvent) => type);
      expectObservable(connection.pipe(types), first).toBe(held);
      expectObservable(connection.pipe(types), second).toBe(rest);
    }),
  );

  it(
    "reports frames that are no events and stays, until there are more than ten in a minute",
    marbles(({ scheduler, expectObservable, cold }) => {
      const connection = new TestConnection(scheduler);
      const bad = (count: number): void => {
        for (let index = 0; index < count; index += 1) connection.receiveFrame("{");
      };
      // prettier-ignore
      const frames = "  a 59s b 60s c----";
      const later = "   - 59s - 60s ---e-";
      const events = "  - 59s - 60s ---e-";
      const closed = "  - 59s - 60s -----";
      cold(frames).subscribe((step) => bad(step === "c" ? 10 : 5));
      cold(later).subscribe(() => connection.receive(e));
      expectObservable(connection).toBe(events, { e });
      expectObservable(connection.closed$).toBe(closed);
    }),
  );

  it(
    "is cut with 1008 by the eleventh within a minute",
    marbles(({ scheduler, expectObservable, cold }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const frames = "-aaaaa 50s aaaaaa-";
      const errors = "-eeeee 50s eeeee(e|)";
      const closed = "------ 50s -----(c|)";
      cold(frames).subscribe(() => connection.receiveFrame("[]"));
      expectObservable(connection.errors$.pipe(code)).toBe(errors, { e: "BAD_FRAME" });
      expectObservable(connection.closed$.pipe(code)).toBe(closed, { c: 1008 });
    }),
  );

  it("is cut with 1008 when more than 1,024 events come before anybody listens", () => {
    const connection = new TestConnection(testEnv().scheduler);
    for (let index = 0; index < 1_024; index += 1) connection.receive(e);
    expect(connection.open).toBe(true);
    connection.receive(e);
    expect(connection.open).toBe(false);
  });

  it(
    "counts everything that comes in as life, refused frames and pongs included",
    marbles(({ scheduler, cold, expectObservable }) => {
      const { connection, socket } = bare(scheduler);
      // prettier-ignore
      const steps = "   -e-b-p-a-c";
      const life = "    -a-a-a-a-|";
      cold(steps).subscribe((step) => {
        if (step === "e") socket.listener?.frame('{"type":"e"}');
        if (step === "b") socket.listener?.frame("{");
        if (step === "p") socket.listener?.pong(1);
        if (step === "a") socket.listener?.alive();
        if (step === "c") socket.listener?.closed(1006, "");
      });
      expectObservable(connection.activity$.pipe(map(() => "a"))).toBe(life);
    }),
  );

  it(
    "pings on each subscription to roundTrip$, and takes a later pong for an earlier one",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { connection, socket } = bare(scheduler);
      // prettier-ignore
      const pongs = "  -----0-2---";
      const first = "  -^---------";
      const second = " --^--------";
      const third = "  ---------^-";
      const back = "   -------(p|)";
      const none = "   -----------";
      cold(pongs).subscribe((count) => socket.listener?.pong(Number(count)));
      expectObservable(connection.roundTrip$.pipe(map(() => "p")), first).toBe(back);
      expectObservable(connection.roundTrip$.pipe(map(() => "p")), second).toBe(back);
      expectObservable(connection.roundTrip$, third).toBe(none);
      flush();
      expect(socket.calls).toEqual(["ping 1", "ping 2", "ping 3"]);
    }),
  );

  it(
    "waits 2 s for the other end's close, then cuts the line",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { connection, socket } = bare(scheduler);
      // prettier-ignore
      const closes = " -x             ";
      const over = "   -|             ";
      const closed = " - 2s (c|)       ";
      cold(closes).subscribe(() => {
        connection.close(1000, "bye");
        connection.close(4000, "twice");
        connection.next(e);
      });
      cold("--l").subscribe(() => socket.listener?.frame('{"type":"late"}'));
      expectObservable(connection).toBe(over);
      expectObservable(connection.closed$.pipe(code)).toBe(closed, { c: 1006 });
      flush();
      expect(socket.calls).toEqual(["close 1000 bye", "terminate"]);
      expect(socket.sent).toEqual([]);
    }),
  );

  it(
    "is over as soon as the other end answers the close, with the code it answers",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { connection, socket } = bare(scheduler);
      // prettier-ignore
      const closes = " -x----   ";
      const answer = " ---a-a   ";
      const closed = " ---(c|)  ";
      cold(closes).subscribe(() => connection.error());
      cold(answer).subscribe(() => socket.listener?.closed(1011, ""));
      expectObservable(connection.closed$.pipe(code)).toBe(closed, { c: 1011 });
      expectObservable(connection.closed$.pipe(code), "----------^").toBe("----------(c|)", { c: 1011 });
      flush();
      expect(socket.calls).toEqual(["close 1011 "]);
    }),
  );

  it("is cut at once with cut, and only once", () => {
    const { connection, socket } = bare(testEnv().scheduler);
    const errors: unknown[] = [];
    connection.subscribe({ error: (error: unknown) => errors.push(error) });
    connection.cut(4000, "silent");
    connection.cut(1006, "again");
    connection.complete();
    expect(socket.calls).toEqual(["close 4000 silent", "terminate"]);
    expect(errors).toMatchObject([{ code: 4000, reason: "silent" }]);
    expect(connection.open).toBe(false);
  });

  it("is over with 1006 when it does not take a frame, and throws for what JSON cannot carry", () => {
    const { connection, socket } = bare(testEnv().scheduler);
    const codes: number[] = [];
    connection.closed$.subscribe((closed) => codes.push(closed.code));
    expect(() => connection.next({ type: "e", data: 1n })).toThrow(TypeError);
    expect(connection.open).toBe(true);
    expect(connection.buffered).toBe(7);
    socket.fails = true;
    connection.next(e);
    expect(codes).toEqual([1006]);
  });

  it("lets one subscriber leave without harm to another", () => {
    const connection = new TestConnection(testEnv().scheduler);
    const seen: string[] = [];
    const leaving = connection.subscribe(({ type }) => seen.push(`leaving ${type}`));
    connection.subscribe(({ type }) => seen.push(`staying ${type}`));
    leaving.unsubscribe();
    connection.receive(e);
    expect(seen).toEqual(["staying e"]);
  });
});

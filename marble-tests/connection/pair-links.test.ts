import { describe, expect, it } from "@jest/globals";
import { map } from "rxjs";
import { ConnectionClosed, pair, type SyncEvent } from "ws-sync-rx";
import { marbles } from "ws-sync-rx/testing";

const type = map(({ type }: SyncEvent) => type);
const code = map(({ code }: ConnectionClosed) => code);

describe("pair, between its ends", () => {
  it("is opened for version 1 unless told otherwise, at both ends", () => {
    expect(pair().slice(0, 2)).toMatchObject([{ version: 1 }, { version: 1 }]);
    expect(pair({ version: 2 }).slice(0, 2)).toMatchObject([{ version: 2 }, { version: 2 }]);
  });

  it(
    "buffers at the sender what the receiver does not take, and says when it has drained",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      // four frames of 65,536 bytes, 100 ms each: a quarter is left after three
      const [server, client] = pair({ scheduler, latency: 10, rate: 655_360 });
      const frame = { type: "e", data: "x".repeat(65_536 - 22) };
      const buffered: number[] = [];
      // prettier-ignore
      const looks = "  50ms l 99ms l 259ms l           ";
      const drained = "300ms d                         ";
      const arrived = "110ms e 99ms e 99ms e 99ms e    ";
      cold(looks).subscribe(() => buffered.push(server.buffered));
      expectObservable(server.drained$.pipe(map(() => "d"))).toBe(drained);
      expectObservable(client.pipe(type)).toBe(arrived);
      for (let count = 0; count < 4; count += 1) server.next(frame);
      flush();
      expect(buffered).toEqual([262_144, 196_608, 0]);
    }),
  );

  it(
    "stops in one direction, silently, and goes on",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [server, client, { toClient }] = pair({ scheduler, latency: 1 });
      // prettier-ignore
      const steps = "   -a-b-c---d------";
      const atServer = "--a-b-c---d-----";
      const atClient = "--a-------(bcd)-";
      cold(steps).subscribe((name) => {
        if (name === "b") toClient.silent = true;
        if (name === "d") toClient.silent = false;
        for (const end of [server, client]) end.next({ type: name });
      });
      expectObservable(server.pipe(type)).toBe(atServer);
      expectObservable(client.pipe(type)).toBe(atClient);
    }),
  );

  it(
    "loses what waits in the buffer of an end that is cut, and the other hears of it at once",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const [server, client, { toClient }] = pair({ scheduler, latency: 2 });
      toClient.rate = 0;
      // prettier-ignore
      const steps = "  -e-x-----";
      const closed = " -----(c|)";
      cold(steps).subscribe((step) => {
        if (step === "e") server.next({ type: "e" });
        else server.cut(4000, "silent");
      });
      expectObservable(client.closed$.pipe(code)).toBe(closed, { c: 1006 });
      expectObservable(client.pipe(type)).toBe("-----#", undefined, new ConnectionClosed(1006, "", 5));
      flush();
      expect(server.buffered).toBe(0);
    }),
  );

  it(
    "has a client that cannot ping, when asked for",
    marbles(({ scheduler, expectObservable }) => {
      const [server, client] = pair({ scheduler, latency: 1, version: 2, clientPings: false });
      expect([server.asks, client.asks]).toEqual([true, false]);
      for (const end of [server, client]) end.extend();
      expectObservable(client.roundTrip$.pipe(map(() => "p"))).toBe("--(p|)");
      expectObservable(client.pipe(type)).toBe("-");
      expectObservable(server.pipe(type)).toBe("-");
    }),
  );
});

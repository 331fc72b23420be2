import { describe, expect, it } from "@jest/globals";
import { map } from "rxjs";
import { ConnectionClosed, type FrameError, pair, type SyncEvent } from "ws-sync-rx";
import { marbles } from "ws-sync-rx/testing";

const type = map(({ type }: SyncEvent) => type);
const code = map(({ code }: ConnectionClosed | FrameError) => code);

describe("pair", () => {
  it(
    "delivers one latency later, and closes both ends",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [server, client] = pair({ scheduler, latency: 1 });
      // prettier-ignore
      const sent = "       a--b------c ";
      const atServer = "   ----------| ";
      const atClient = "   -a--b------#";
      const bothClosed = " -----------(c|)";
      const serverClosed = "------------(c|)";
      cold(sent).subscribe((mark) => {
        if (mark === "c") server.complete();
        else server.next({ type: mark, data: 0 });
      });
      expectObservable(server).toBe(atServer);
      expectObservable(client.pipe(type)).toBe(atClient, undefined, new ConnectionClosed(1000, "", 11));
      expectObservable(client.closed$.pipe(code)).toBe(bothClosed, { c: 1000 });
      expectObservable(server.closed$.pipe(code)).toBe(serverClosed, { c: 1000 });
    }),
  );

  it(
    "delivers nothing before next has returned, in order, each way",
    marbles(({ flush }) => {
      const [server, client] = pair();
      const order: string[] = [];
      server.subscribe((event) => {
        order.push(`server ${event.type}`);
        server.next({ type: "answer" });
        order.push("served");
      });
      client.subscribe((event) => order.push(`client ${event.type}`));
      client.next({ type: "a" });
      client.next({ type: "b" });
      order.push("sent");
      flush();
      expect(order).toEqual(["sent", "server a", "served", "server b", "served", "client answer", "client answer"]);
    }),
  );

  it(
    "passes a real codec: what JSON drops does not arrive, and a client's frames are limited",
    marbles(({ scheduler, expectObservable }) => {
      const [server, client] = pair({ scheduler, latency: 2 });
      client.next({ type: "a", data: { gone: undefined, kept: null } });
      client.next({ type: "b", data: "x".repeat(70_000) });
      client.next({ type: "c", data: { n: 1 }, bytes: Uint8Array.of(1, 2) });
      server.next({ type: "big", data: "x".repeat(70_000) });
      expectObservable(server.pipe(map(({ type, data, bytes }) => [type, data, bytes && [...bytes]]))).toBe("--(ac)", {
        a: ["a", { kept: null }, undefined],
        c: ["c", { n: 1 }, [1, 2]],
      });
      expectObservable(server.errors$.pipe(code)).toBe("--e", { e: "TOO_LARGE" });
      expectObservable(client.pipe(type)).toBe("--b", { b: "big" });
    }),
  );

  it(
    "answers pings behind what was sent before, and not once it is cut",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [server, client] = pair({ scheduler, latency: 2 });
      // prettier-ignore
      const ask = "    -^-------------  ";
      const back = "   -----(p|)        ";
      const alive = "  ---a--------|    ";
      const cut = "    ----------x----  ";
      const closed = " ------------(c|) ";
      const later = "  -------------^---";
      const never = "  -------------|   ";
      expectObservable(server.roundTrip$.pipe(map(() => "p")), ask).toBe(back);
      expectObservable(client.activity$.pipe(map(() => "a"))).toBe(alive);
      cold(cut).subscribe(() => server.cut(1006, "gone"));
      expectObservable(server.roundTrip$, later).toBe(never);
      expectObservable(client.closed$.pipe(code)).toBe(closed, { c: 1006 });
    }),
  );
});

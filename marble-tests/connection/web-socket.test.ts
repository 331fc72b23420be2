import { describe, expect, it } from "@jest/globals";
import { map, mergeMap, tap } from "rxjs";
import type { Connection } from "ws-sync-rx";
import { connect } from "ws-sync-rx/client";
import { marbles, testEnv } from "ws-sync-rx/testing";
import { FakeWebSocket } from "./fake-web-socket.ts";

/** Opens fake sockets and remembers them. */
function opener() {
  const opened: FakeWebSocket[] = [];
  class Recorded extends FakeWebSocket {
    constructor(url: string) {
      super(url);
      opened.push(this);
    }
  }
  return { opened, WebSocketCtor: Recorded };
}
const drawn = map((connection: Connection) => (connection.open ? "c" : "x"));

describe("connect", () => {
  it(
    "is open, then broken; closes its socket when it is unsubscribed",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { opened, WebSocketCtor } = opener();
      // prettier-ignore
      const opens = "   ---o------    ";
      const breaks = "  ----------x   ";
      const line = "    ---c------#   ";
      const unsub = "   ------!       ";
      const left = "    ---c---       ";
      cold(opens).subscribe(() => opened.forEach((socket) => socket.open()));
      cold(breaks).subscribe(() => opened[0]?.closed(1006));
      const line$ = connect("ws://server", { WebSocketCtor, env: testEnv(scheduler) }).pipe(drawn);
      expectObservable(line$).toBe(
        line,
        undefined,
        Object.assign(
          new Error(
            "The connection closed with code 1006 after 10 ms. Reconnect with backoff() unless the code is terminal.",
          ),
          {
            name: "ConnectionClosed",
          },
        ),
      );
      expectObservable(line$, unsub).toBe(left);
      flush();
      expect(opened.map(({ closedWith }) => closedWith)).toEqual([undefined, 1000]);
    }),
  );

  it(
    "errors when it cannot be opened, or not in time",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { opened, WebSocketCtor } = opener();
      // prettier-ignore
      const breaks = "  ------x";
      const refused = " ------#";
      const slow = "    --------#";
      const late = "    ---------o";
      cold(breaks).subscribe(() => opened[0]?.closed(1006));
      cold(late).subscribe(() => opened[1]?.open());
      const line$ = connect("ws://server", { WebSocketCtor, openTimeout: 8, env: testEnv(scheduler) });
      const named = (message: string) => Object.assign(new Error(message), { name: "ConnectionClosed" });
      const advice = "Reconnect with backoff() unless the code is terminal.";
      expectObservable(line$).toBe(
        refused,
        undefined,
        named(`The connection closed with code 1006 after 6 ms. ${advice}`),
      );
      expectObservable(line$).toBe(
        slow,
        undefined,
        named(`The connection closed with code 1006 (it did not open within 8 ms) after 8 ms. ${advice}`),
      );
      flush();
      expect(opened[1]?.closedWith).toBe(1005);
    }),
  );

  it(
    "asks a function for the URL at every attempt",
    marbles(({ scheduler, expectObservable, flush }) => {
      const { opened, WebSocketCtor } = opener();
      let count = 0;
      const options = { WebSocketCtor, version: 1, env: testEnv(scheduler) } as const;
      const line$ = connect(() => `ws://server/${(count += 1)}`, options);
      expectObservable(line$, "-!").toBe("-");
      expectObservable(line$, "--^!").toBe("-");
      flush();
      expect(opened.map(({ url }) => url)).toEqual(["ws://server/1", "ws://server/2"]);
    }),
  );

  it(
    "offers version 2 in its URL, unless it is told not to",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { opened, WebSocketCtor } = opener();
      cold("-o").subscribe(() => opened.forEach((socket) => socket.open()));
      const env = testEnv(scheduler);
      const version = map((connection: Connection) => String(connection.version));
      expectObservable(connect("ws://server/a?b=c", { WebSocketCtor, env }).pipe(version), "--!").toBe("-2");
      expectObservable(connect("ws://server/a", { WebSocketCtor, version: 1, env }).pipe(version), "--!").toBe("-1");
      flush();
      expect(opened.map(({ url }) => url)).toEqual(["ws://server/a?b=c&ws-sync=2", "ws://server/a"]);
    }),
  );

  it(
    "looks at a full buffer every 50 ms, while somebody waits for it to drain",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { opened, WebSocketCtor } = opener();
      const line$ = connect("ws://server", { WebSocketCtor, env: testEnv(scheduler) });
      cold("-o").subscribe(() => opened.forEach((socket) => socket.open()));
      cold("--------- 90ms a 49ms b").subscribe((step) =>
        opened.forEach((socket) => (socket.bufferedAmount = step === "a" ? 65_537 : 65_536)),
      );
      const drained$ = line$.pipe(
        mergeMap((connection) => {
          opened.forEach((socket) => (socket.bufferedAmount = 262_144));
          connection.next({ type: "e" });
          return connection.drained$;
        }),
        map(() => "d"),
      );
      // full at 1: it is looked at at 51, 101 and 151, and not empty enough before 149
      expectObservable(drained$, "400ms !").toBe("151ms d");
      flush();
    }),
  );

  it(
    "carries texts and bytes both ways",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { opened, WebSocketCtor } = opener();
      // prettier-ignore
      const steps = "  -o-t-m-b---";
      const heard = "  ---t---b---";
      cold(steps).subscribe((step) => {
        const [socket] = opened;
        if (step === "o") socket?.open();
        if (step === "t") socket?.message('{"type":"t","data":1}');
        if (step === "m") socket?.message('{"type":"_BIN_META","data":{"type":"b","metadata":{"n":1}}}');
        if (step === "b") socket?.message(Uint8Array.of(1, 2).buffer);
      });
      const events$ = connect("ws://server", { WebSocketCtor, env: testEnv(scheduler) }).pipe(
        tap((connection) => {
          connection.next({ type: "up", data: { x: 1 } });
          connection.next({ type: "bin", data: {}, bytes: Uint8Array.of(7) });
          expect(connection.buffered).toBe(0);
        }),
        mergeMap((connection) => connection),
        map(({ type, data, bytes }) => [type, data, bytes && [...bytes]]),
      );
      expectObservable(events$, "----------!").toBe(heard, { t: ["t", 1, undefined], b: ["b", { n: 1 }, [1, 2]] });
      flush();
      expect(opened[0]?.binaryType).toBe("arraybuffer");
      expect(opened[0]?.sent).toEqual([
        '{"type":"up","data":{"x":1}}',
        '{"type":"_BIN_META","data":{"type":"bin","metadata":{}}}',
        Uint8Array.of(7),
      ]);
    }),
  );

  it(
    "sends only close codes that a browser may send",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { opened, WebSocketCtor } = opener();
      cold("-o").subscribe(() => opened.forEach((socket) => socket.open()));
      const codes = [1000, 1011, 3000, 4999, 1001];
      for (const code of codes) {
        const line$ = connect("ws://server", { WebSocketCtor, env: testEnv(scheduler) }).pipe(
          tap((connection) => connection.close(code, "")),
          map(() => "c"),
        );
        expectObservable(line$, "--!").toBe("-c");
      }
      flush();
      expect(opened.map(({ closedWith }) => closedWith)).toEqual([1000, 1005, 3000, 4999, 1005]);
    }),
  );
});

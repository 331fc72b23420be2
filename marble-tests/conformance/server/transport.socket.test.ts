import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, merge, mergeMap } from "rxjs";
import { sync } from "ws-sync-rx";
import { fromServer, Session } from "ws-sync-rx/server";
import { WebSocketServer } from "ws";
import { GET, notes } from "./flavours.ts";
import { classFlavour } from "./class-flavour.ts";
import { RawPeer } from "./raw-peer.ts";
import { Serving } from "./serving.ts";

// PROTOCOL.md, "Transport", "Envelope", "Limits", "Liveness"; part A, section 2.

/** How an upgrade was refused. */
async function refused(peer: RawPeer): Promise<number | undefined> {
  const [, response] = (await once(peer.socket, "unexpected-response")) as [unknown, IncomingMessage];
  peer.socket.terminate();
  return response.statusCode;
}

describe("transport", () => {
  const server = new Serving(classFlavour);

  it.each(["/", "/any/path", "/with%20space?query=1"])("2.1: any path is taken: %s", async (path) => {
    const peer = await server.peer(path);
    expect((await peer.hears())[0]).toBe(notes());
  });

  it("2.1: a client that offers a subprotocol gets none back, and a strict client fails", async () => {
    const peer = new RawPeer(server.url, {}, ["graphql-ws"]);
    const [error] = (await once(peer.socket, "error")) as [Error];
    expect(error.message).toBe("Server sent no subprotocol");
  });

  it("2.1: compression that a client offers is not taken, and it works without", async () => {
    const peer = await server.peer(undefined, { perMessageDeflate: { clientMaxWindowBits: 15 } });
    expect(peer.socket.extensions).toBe("");
    expect((await peer.hears())[0]).toBe(notes());
  });

  it("2.1: a message in several fragments is one frame", async () => {
    const peer = await server.inStep();
    peer.socket.send('{"type":', { fin: false });
    peer.socket.send('"_GET:', { fin: false });
    peer.socket.send('NOTES"}', { fin: true });
    expect(await peer.hears()).toEqual([notes()]);
  });

  it("2.1: a client's pings are answered", async () => {
    const peer = await server.inStep();
    peer.socket.ping("are you there");
    const [data] = (await once(peer.socket, "pong")) as [Buffer];
    expect(data.toString()).toBe("are you there");
  });

  it("2.2: whole numbers beyond 2^53 lose digits", async () => {
    const peer = await server.inStep();
    const seen: unknown[] = [];
    server
      .room()
      .session.on("N")
      .subscribe(({ data }) => seen.push(data));
    peer.sends('{"type":"N","data":1152921504606846977}');
    await peer.hears();
    expect(seen).toEqual([1_152_921_504_606_846_976]);
  });

  it.each(['{"type":"_GET:NOTES","data":NaN}', '{"type":"_GET:NOTES","data":-Infinity}'])(
    "2.2: %s is not JSON: reported, and the line stays (kinder)",
    async (frame) => {
      const peer = await server.inStep();
      peer.sends(frame, GET);
      expect([await peer.hears(), server.reported()]).toEqual([[notes()], ["FrameError"]]);
    },
  );

  it("2.1: a message larger than any frame may be is not read: close 1009 (stricter: 15 MiB were taken)", async () => {
    const peer = await server.inStep();
    peer.sends("x".repeat(1_048_577));
    expect(await peer.next()).toBe("close 1009");
  });

  it("2.1: a text of more than 65,536 characters is refused, and the line stays", async () => {
    const peer = await server.inStep();
    peer.sends(`{"type":"APP","data":"${"x".repeat(65_536)}"}`, GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes()], ["FrameError"]]);
  });

  it.each([
    ["a text that is no UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe], "close 1007"],
    ["a reserved opcode", [0x83, 0x80, 0, 0, 0, 0], "close 1002"],
    ["a frame without a mask", [0x81, 0x01, 0x7b], "close 1002"],
  ])("2.1: %s breaks RFC 6455, and ends this line alone", async (_what, bytes, close) => {
    const [peer, other] = [await server.inStep(), await server.inStep()];
    const { _socket: tcp } = peer.socket as typeof peer.socket & { readonly _socket: { write(data: Buffer): void } };
    tcp.write(Buffer.from(bytes));
    expect(await peer.next()).toBe(close);
    other.sends(GET);
    expect(await other.hears()).toEqual([notes()]);
  });
});

describe("transport, as it may be set up", () => {
  const beating = new Serving(classFlavour, { heartbeat: { interval: 1, jitter: 0, timeout: 60_000 } });
  const narrow = new Serving(classFlavour, { path: "/only" });

  it("2.1: the server pings; who answers stays", async () => {
    const peer = await beating.inStep();
    await once(peer.socket, "ping");
    await once(peer.socket, "ping");
    peer.sends(GET);
    expect(await peer.hears()).toEqual([notes()]);
  });

  it("2.1: another path than the one that was asked for is refused before the upgrade", async () => {
    expect(await refused(new RawPeer(`${narrow.url}/other`))).toBe(403);
    expect((await (await narrow.peer("/only")).hears())[0]).toBe(notes());
  });

  it("2.1: a page of another origin is refused with 403 before the upgrade", async () => {
    expect(await refused(new RawPeer(`${beating.url}/`, { origin: "http://evil.example" }))).toBe(403);
  });

  it("2.1: over a server that compresses, the frames are the same", async () => {
    const http = createServer();
    const sockets = new WebSocketServer({ server: http, perMessageDeflate: { threshold: 0 } });
    const text = "a state that compresses well, ".repeat(100);
    const running = fromServer(sockets)
      .pipe(
        mergeMap((connection) => {
          const session = new Session();
          const state$ = new BehaviorSubject({ text });
          return merge(
            session.run(() => state$.pipe(sync(session, "TEXT"))),
            session.attach(connection),
          );
        }),
      )
      .subscribe();
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
    for (const perMessageDeflate of [true, false]) {
      const peer = await new RawPeer(url, { perMessageDeflate }).open();
      expect(peer.socket.extensions).toBe(perMessageDeflate ? "permessage-deflate" : "");
      expect(await peer.next()).toBe(`{"type":"_SET:TEXT","data":{"text":"${text}"}}`);
      await peer.cut();
    }
    running.unsubscribe();
    sockets.close();
    http.close();
  });
});

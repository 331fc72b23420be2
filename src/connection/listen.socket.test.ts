import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { type AddressInfo, connect as dial, type Socket } from "node:net";
import { firstValueFrom, ReplaySubject, Subject, Subscription, take, toArray } from "rxjs";
import { listen, type ListenOptions, type ServerConnection } from "ws-sync-rx/server";
import { WebSocket } from "ws";

let subscriptions = new Subscription();
const sockets: WebSocket[] = [];
afterEach(() => {
  subscriptions.unsubscribe();
  subscriptions = new Subscription();
  for (const socket of sockets.splice(0)) socket.terminate();
});

/** A port that is open, and what came of it. */
async function opened(options: Omit<ListenOptions, "env" | "port" | "host" | "listeningObserver"> = {}) {
  const address$ = new ReplaySubject<AddressInfo>(1);
  const lines$ = new ReplaySubject<ServerConnection>(10);
  const over$ = new ReplaySubject<string>(1);
  const running = listen({ port: 0, host: "127.0.0.1", listeningObserver: address$, ...options }).subscribe({
    next: (line) => lines$.next(line),
    complete: () => over$.next("complete"),
    error: () => over$.next("error"),
  });
  subscriptions.add(running);
  const { port } = await firstValueFrom(address$);
  return { port, lines$, over$, running, line: (count: number) => nth(lines$, count) };
}

async function nth(lines$: ReplaySubject<ServerConnection>, count: number): Promise<ServerConnection> {
  const lines = await firstValueFrom(lines$.pipe(take(count), toArray()));
  const line = lines[count - 1];
  if (line === undefined) throw new Error(`there is no line ${count}`);
  return line;
}

async function client(port: number, path = ""): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  sockets.push(socket);
  socket.on("error", () => undefined);
  await once(socket, "open");
  return socket;
}

/** The status and `Retry-After` with which an upgrade was refused, or the code of the error without any answer. */
async function refused(port: number): Promise<readonly unknown[]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  return new Promise((resolve) => {
    socket.on("unexpected-response", (_request, { statusCode, headers }: IncomingMessage) => {
      resolve([statusCode, headers["retry-after"]]);
      socket.terminate();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve([error.code]));
    socket.on("open", () => resolve(["open"]));
  });
}

/** A line without a library, for what no library would send: the headers begin, and do not end yet. */
async function raw(port: number, ...lines: readonly string[]): Promise<Socket> {
  const socket = dial(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(lines.join("\r\n"));
  return socket;
}

const UPGRADE = [
  "GET / HTTP/1.1",
  "Host: 127.0.0.1",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
];

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, "close")) as [number];
  return code;
}

describe("the version of a line", () => {
  it.each([
    ["", 1],
    ["/?ws-sync=2", 2],
    ["/a?b=c&ws-sync=2", 2],
    ["//?ws-sync=3", 1],
  ])("that asked for %j is %d", async (path, version) => {
    const { port, line } = await opened();
    await client(port, path);
    expect((await line(1)).version).toBe(version);
  });
});

describe("stop$", () => {
  it("closes the port, leaves the lines that are open, and completes once they are over", async () => {
    const stop$ = new Subject<undefined>();
    const { port, over$, line } = await opened({ stop$ });
    const [socket, server] = [await client(port), await line(1)];
    stop$.next(undefined);
    expect(await refused(port)).toEqual(["ECONNREFUSED"]);
    expect([server.open, socket.readyState]).toEqual([true, WebSocket.OPEN]);
    await firstValueFrom(server.roundTrip$);
    server.close(1012, "");
    expect(await closeCode(socket)).toBe(1012);
    expect(await firstValueFrom(over$)).toBe("complete");
  });

  it("refuses an upgrade on a connection that was there already with 503", async () => {
    const stop$ = new Subject<undefined>();
    const { port, line } = await opened({ stop$ });
    await client(port);
    await line(1);
    const late = await raw(port, ...UPGRADE);
    // behind a round trip on another line the server has read so much of it that it counts as a connection that asks
    await firstValueFrom((await line(1)).roundTrip$);
    stop$.next(undefined);
    late.write("\r\n\r\n");
    const [answer] = (await once(late, "data")) as [Buffer];
    expect(String(answer).split("\r\n", 1)).toEqual(["HTTP/1.1 503 Service Unavailable"]);
  });

  it("completes at once when there is no line", async () => {
    const stop$ = new Subject<undefined>();
    const { over$ } = await opened({ stop$ });
    stop$.next(undefined);
    expect(await firstValueFrom(over$)).toBe("complete");
  });
});

it("unsubscribing closes every line with 1012, and the port", async () => {
  const { port, running, line } = await opened();
  const socket = await client(port);
  await line(1);
  running.unsubscribe();
  expect(await closeCode(socket)).toBe(1012);
  expect(await refused(port)).toEqual(["ECONNREFUSED"]);
});

describe("D1: more lines than may be", () => {
  it("are refused with 503 and Retry-After, until one is over", async () => {
    const { port, line } = await opened({ maxConnections: 1 });
    const socket = await client(port);
    const server = await line(1);
    expect(await refused(port)).toEqual([503, "5"]);
    socket.terminate();
    await firstValueFrom(server.closed$);
    expect(await refused(port)).toEqual(["open"]);
  });

  it("of one address are refused with 429", async () => {
    const { port } = await opened({ maxPerAddress: 1 });
    await client(port);
    expect(await refused(port)).toEqual([429, "5"]);
  });
});

describe("hostile peers", () => {
  it("A7: a message in more than 128 fragments is not taken: close 1008", async () => {
    const { port, line } = await opened();
    const [socket] = [await client(port), await line(1)];
    socket.send('{"type":"a","data":"', { fin: false });
    for (let count = 0; count < 128; count += 1) socket.send("", { fin: false });
    expect(await closeCode(socket)).toBe(1008);
  });

  it("A7: one in 128 is", async () => {
    const { port, line } = await opened();
    const socket = await client(port);
    const event = firstValueFrom(await line(1));
    socket.send('{"type":"a"', { fin: false });
    for (let count = 0; count < 126; count += 1) socket.send("", { fin: false });
    socket.send("}", { fin: true });
    expect(await event).toEqual({ type: "a" });
  });

  it("D7: headers of more than 8 KiB are not taken", async () => {
    const { port } = await opened();
    const socket = await raw(port, ...UPGRADE, `X: ${"x".repeat(8_192)}\r\n\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(String(answer).split(" ")[1]).toBe("431");
    socket.destroy();
  });

  it("a request that is no upgrade is answered with 426", async () => {
    const { port } = await opened();
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect([response.status, response.headers.get("upgrade")]).toEqual([426, "websocket"]);
  });
});

describe("E1: a client that stops reading", () => {
  it("is seen in buffered, and its return in drained$", async () => {
    const { port, line } = await opened({ heartbeat: false });
    const [socket, server] = [await client(port), await line(1)];
    socket.pause();
    const event = { type: "large", data: "x".repeat(1_000_000) };
    // more than any kernel keeps for a line
    for (let count = 0; count < 20; count += 1) server.next(event);
    expect(server.buffered).toBeGreaterThan(262_144);
    const drained = firstValueFrom(server.drained$);
    socket.resume();
    await drained;
    expect(server.buffered).toBeLessThanOrEqual(65_536);
  });
});

it("E7: bytes count as soon as they come in, before their frame is whole", async () => {
  const { port, line } = await opened();
  const peer = await raw(port, ...UPGRADE, "", "");
  const server = await line(1);
  const before = server.received ?? 0;
  // a masked text of 100 bytes, of which two come
  peer.write(Uint8Array.of(0x81, 0xe4, 0, 0, 0, 0, 0x7b, 0x22));
  await once(server.request.socket, "data");
  expect([before > 0, server.received]).toEqual([true, before + 8]);
  peer.destroy();
});

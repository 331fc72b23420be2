import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect as dial, type Socket as TcpSocket } from "node:net";
import {
  BehaviorSubject,
  EMPTY,
  filter,
  firstValueFrom,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
  ReplaySubject,
  startWith,
  Subject,
  Subscription,
  tap,
} from "rxjs";
import { WebSocket } from "ws";
import { actions, CloseCode, type Pipeline, type Session, sync, syncKey, type SyncEvent, writes } from "ws-sync-rx";
import { listen, sessions } from "ws-sync-rx/server";

interface State {
  readonly title: string;
  readonly notes: readonly string[];
}
const NOTES = syncKey<State>("NOTES");

/** Emits when any peer has heard something or was closed. */
const heard$ = new Subject<void>();
/** Waits until something is so. */
const until = (isSo: () => boolean): Promise<unknown> =>
  firstValueFrom(heard$.pipe(startWith(undefined), filter(isSo)));

let running = new Subscription();
const peers: (WebSocket | TcpSocket)[] = [];
afterEach(() => {
  running.unsubscribe();
  running = new Subscription();
  for (const peer of peers.splice(0))
    if (peer instanceof WebSocket) peer.terminate();
    else peer.destroy();
});

interface Server {
  readonly url: string;
  readonly port: number;
  readonly opened: Session[];
  readonly errors: Error[];
}

/** A server with one state per session. */
async function serve(options: Partial<Parameters<typeof listen>[0]> = {}): Promise<Server> {
  const address$ = new ReplaySubject<AddressInfo>(1);
  const opened: Session[] = [];
  const errors: Error[] = [];
  const pipeline: Pipeline = (session) => {
    const state$ = new BehaviorSubject<State>({ title: "", notes: [] });
    return merge(
      state$.pipe(sync(session, NOTES)),
      session.pipe(writes(NOTES, state$)),
      session.pipe(
        actions("NOTES", {
          fail: () => {
            throw new Error("handler");
          },
          rename: ({ title }: { readonly title: string }) => state$.next({ ...state$.value, title }),
        }),
      ),
    );
  };
  const server$: Observable<never> = listen({
    port: 0,
    host: "127.0.0.1",
    listeningObserver: address$,
    ...options,
  }).pipe(
    sessions({ ttl: 60_000 }),
    tap((session) => opened.push(session)),
    mergeMap((session) =>
      merge(
        session.errors$.pipe(
          tap((error) => errors.push(error)),
          ignoreElements(),
        ),
        session.run(pipeline),
      ),
    ),
  );
  running.add(server$.subscribe());
  const { port } = await firstValueFrom(address$);
  return { url: `ws://127.0.0.1:${port}`, port, opened, errors };
}

/** A client that is not ours: it does by hand what the protocol asks for. */
class Tab {
  readonly socket: WebSocket;
  readonly received: SyncEvent[] = [];
  closedWith: number | undefined;

  constructor(url: string, ids: { readonly user: string; readonly session: string } | undefined, options: object = {}) {
    this.socket = new WebSocket(url, options);
    peers.push(this.socket);
    this.socket.on("error", () => undefined);
    this.socket.on("message", (data: Buffer) => {
      const event = JSON.parse(data.toString()) as SyncEvent;
      this.received.push(event);
      if (event.type === "_REQUEST_USER_SESSION" && ids !== undefined) this.send({ type: "_USER_SESSION", data: ids });
      heard$.next();
    });
    this.socket.on("close", (code) => {
      this.closedWith = code;
      heard$.next();
    });
  }

  send(event: SyncEvent): void {
    this.socket.send(JSON.stringify(event));
  }

  /** Waits for an event that has come or comes. */
  async until(found: (event: SyncEvent) => boolean): Promise<void> {
    await until(() => this.received.some(found) || this.closedWith !== undefined);
    if (!this.received.some(found)) throw new Error(`closed with ${this.closedWith} before it came`);
  }

  state(title = ""): Promise<void> {
    return this.until(({ type, data }) => type === "_SET:NOTES" && JSON.stringify(data).includes(`"title":"${title}"`));
  }

  async closed(): Promise<number | undefined> {
    await until(() => this.closedWith !== undefined);
    return this.closedWith;
  }
}

const ids = (session: string) => ({ user: "u", session });
const rename = (title: string): SyncEvent => ({ type: "_ACTION:NOTES", data: { type: "rename", title } });

describe("sessions on real sockets", () => {
  it("asks who is there, and sends the state of that session", async () => {
    const server = await serve();
    const tab = new Tab(server.url, ids("a"));
    await tab.state();
    expect(tab.received.map(({ type }) => type)).toEqual(["_REQUEST_USER_SESSION", "_SET:NOTES"]);
    expect(tab.received[0]).toEqual({ type: "_REQUEST_USER_SESSION" });
  });

  it("has one session per tab, and finds it again after a broken line", async () => {
    const server = await serve();
    const [a, b] = [new Tab(server.url, ids("a")), new Tab(server.url, ids("b"))];
    await Promise.all([a.state(), b.state()]);
    expect(server.opened).toHaveLength(2);
    a.send(rename("of a"));
    await a.until(({ type }) => type === "_PATCH:NOTES" || type === "_SET:NOTES");
    a.send({ type: "_GET:NOTES", data: {} });
    await a.state("of a");
    a.socket.terminate();
    const again = new Tab(server.url, ids("a"));
    await again.state("of a");
    b.send({ type: "_GET:NOTES", data: {} });
    await b.until(() => b.received.filter(({ type }) => type === "_SET:NOTES").length === 2);
    expect(b.received.some(({ data }) => JSON.stringify(data ?? "").includes("of a"))).toBe(false);
    expect(server.opened).toHaveLength(2);
  });

  it("takes over: the old line gets _DISCONNECT and 1000, the new one lives", async () => {
    const server = await serve();
    const old = new Tab(server.url, ids("a"));
    await old.state();
    const young = new Tab(server.url, ids("a"));
    await young.state();
    expect(await old.closed()).toBe(1000);
    expect(old.received.at(-1)).toEqual({ type: "_DISCONNECT", data: "This session was opened somewhere else." });
    young.send(rename("alive"));
    young.send({ type: "_GET:NOTES" });
    await young.state("alive");
    expect(server.opened).toHaveLength(1);
  });

  it("takes over at once from a peer that never answers, and gets rid of it within 2 s", async () => {
    const server = await serve();
    const silent = await silentPeer(server.port, ids("a"));
    const young = new Tab(server.url, ids("a"));
    let gone = false;
    const cut = silent.gone.then(() => {
      gone = true;
    });
    await young.state();
    // the new line is served while the old one is still being waited for
    expect(gone).toBe(false);
    await cut;
    expect(silent.heard()).toContain("_DISCONNECT");
    young.send(rename("alive"));
    young.send({ type: "_GET:NOTES" });
    await young.state("alive");
  }, 10_000);

  it("fault 2: after 200 parallel takeovers exactly one line lives, and none was closed without _DISCONNECT", async () => {
    const server = await serve();
    const tabs = Array.from({ length: 200 }, () => new Tab(server.url, ids("a")));
    const open = () => tabs.filter(({ closedWith }) => closedWith === undefined);
    await until(
      () => open().length === 1 && open().every(({ received }) => received.some(({ type }) => type === "_SET:NOTES")),
    );
    const alive = open();
    expect(alive).toHaveLength(1);
    for (const tab of tabs.filter(({ closedWith }) => closedWith !== undefined)) {
      expect(tab.closedWith).toBe(1000);
      expect(tab.received.at(-1)?.type).toBe("_DISCONNECT");
    }
    expect(alive[0]?.received.some(({ type }) => type === "_DISCONNECT")).toBe(false);
    alive[0]?.send(rename("the one"));
    alive[0]?.send({ type: "_GET:NOTES" });
    await alive[0]?.state("the one");
    expect(server.opened).toHaveLength(1);
  }, 20_000);

  it("fault 3: malformed frames, wrong shapes, unknown types and failing handlers leave every line open", async () => {
    const server = await serve();
    const [hostile, other] = [new Tab(server.url, ids("a")), new Tab(server.url, ids("b"))];
    await Promise.all([hostile.state(), other.state()]);
    const frames = ["{", "null", "[]", '{"type":5}', "\u0000", '{"type":"t","data":{"__proto__":1}}'];
    for (const frame of frames) hostile.socket.send(frame);
    hostile.socket.send(Uint8Array.of(1, 2));
    const shapes = [
      { type: "unknown" },
      { type: "constructor", data: {} },
      { type: "_ACTION:NOTES" },
      { type: "_ACTION:NOTES", data: { type: "fail" } },
      { type: "_ACTION:NOTES", data: { type: "nobody" } },
      { type: "_ACTION:OTHER", data: { type: "rename" } },
      { type: "_PATCH:NOTES", data: 5 },
      { type: "_PATCH:NOTES", data: [{ op: "replace", path: "/title" }] },
      { type: "_SET:NOTES", data: null },
      { type: "_TOAST", data: {} },
    ];
    for (const shape of shapes) hostile.socket.send(JSON.stringify(shape));
    hostile.send(rename("after"));
    hostile.send({ type: "_GET:NOTES" });
    await hostile.state("after");
    other.send(rename("undisturbed"));
    other.send({ type: "_GET:NOTES" });
    await other.state("undisturbed");
    expect([hostile.closedWith, other.closedWith]).toEqual([undefined, undefined]);
    expect(server.errors.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 7 }, () => "FrameError"),
      "HandlerError",
      "HandlerError",
      "WriteRefused",
      "WriteRefused",
      "WriteRefused",
    ]);
  });

  it("closes with 1009 what is larger than any limit, and goes on with the others", async () => {
    const server = await serve();
    const [large, other] = [new Tab(server.url, ids("a")), new Tab(server.url, ids("b"))];
    await Promise.all([large.state(), other.state()]);
    large.socket.send("x".repeat(1_048_577));
    expect(await large.closed()).toBe(CloseCode.tooLarge);
    other.send({ type: "_GET:NOTES" });
    await other.until(() => other.received.filter(({ type }) => type === "_SET:NOTES").length === 2);
  });

  it("closes with 1000 who answers something else than who it is, and keeps no session", async () => {
    const server = await serve();
    const tab = new Tab(server.url, undefined);
    await tab.until(({ type }) => type === "_REQUEST_USER_SESSION");
    tab.send({ type: "_USER_SESSION", data: { user: ["u"], session: 5 } });
    expect(await tab.closed()).toBe(1000);
    expect(server.opened).toEqual([]);
  });

  it("notices by its heartbeat a peer that has fallen silent", async () => {
    const server = await serve({ heartbeat: { interval: 20, jitter: 0, timeout: 100 } });
    const silent = await silentPeer(server.port, ids("a"));
    const tab = new Tab(server.url, ids("b"));
    await silent.gone;
    const offline = await firstValueFrom(server.opened[0]?.status$ ?? EMPTY);
    expect(offline).toMatchObject({ phase: "offline" });
    expect(offline.reason).toContain("4000");
    await tab.state();
    expect(tab.closedWith).toBeUndefined();
  });

  it("refuses pages of another origin with 403, before the upgrade", async () => {
    const server = await serve();
    const status = async (origin: string | undefined): Promise<number | undefined> => {
      const tab = new Tab(server.url, ids("a"), origin === undefined ? {} : { origin });
      const refused = once(tab.socket, "unexpected-response").then(
        ([, response]: { statusCode?: number }[]) => response?.statusCode,
      );
      return Promise.race([refused, tab.state().then(() => 101)]);
    };
    expect(await status("http://evil.example")).toBe(403);
    expect(await status(`http://127.0.0.1:${server.port}`)).toBe(101);
    expect(await status(undefined)).toBe(101);
  });

  it("closes every line with 1012 and the port when it is unsubscribed", async () => {
    const server = await serve();
    const tabs = [new Tab(server.url, ids("a")), new Tab(server.url, ids("b"))];
    await Promise.all(tabs.map((tab) => tab.state()));
    running.unsubscribe();
    for (const tab of tabs) expect(await tab.closed()).toBe(1012);
    const late = new Tab(server.url, ids("c"));
    expect(await late.closed()).toBe(1006);
    expect(server.opened.map(({ status }) => status.phase)).toEqual(["ended", "ended"]);
    expect(process.getActiveResourcesInfo()).not.toContain("TCPServerWrap");
  });
});

/** A TCP peer that completes the upgrade and the handshake by hand, and then never answers anything: no pong, no close. */
async function silentPeer(port: number, who: { readonly user: string; readonly session: string }) {
  const socket = dial(port, "127.0.0.1");
  peers.push(socket);
  const chunks: Buffer[] = [];
  socket.on("error", () => undefined);
  const gone = once(socket, "close");
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    heard$.next();
  });
  const heard = () => Buffer.concat(chunks).toString("latin1");
  socket.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await until(() => heard().includes("_REQUEST_USER_SESSION"));
  socket.write(textFrame(JSON.stringify({ type: "_USER_SESSION", data: who })));
  await until(() => heard().includes("_SET:NOTES"));
  return { gone, heard };
}

/** One unfragmented text frame of a client, masked with zeros (RFC 6455, section 5.2). */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error("only short frames are written by hand");
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

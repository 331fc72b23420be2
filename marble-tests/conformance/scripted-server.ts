import { type Subscription, VirtualTimeScheduler } from "rxjs";
import { Session } from "ws-sync-rx";
import { backoff, connect, join, storedIds, type StorageLike, userSession } from "ws-sync-rx/client";
import { testEnv } from "ws-sync-rx/testing";
import { FakeWebSocket } from "../connection/fake-web-socket.ts";

/** A storage of the browser, in memory. */
export class MemoryStorage implements StorageLike {
  readonly items = new Map<string, string>();
  getItem = (name: string): string | null => this.items.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.items.set(name, value);
}

/** What of a client a test may choose. */
export interface ClientOptions {
  readonly local?: StorageLike;
  readonly tab?: StorageLike;
  /** whether the client has ids to tell @default true */
  readonly handshake?: boolean;
}

/**
 * Our client, whole, and a server that does what the test says, frame by frame, in virtual time. Delays of the client are the middle of
 * their range: 250 ms, 500 ms, 1 s, …
 */
export class ScriptedServer {
  readonly session: Session;
  readonly #scheduler = new VirtualTimeScheduler();
  readonly #sockets: FakeWebSocket[] = [];
  readonly #log: string[] = [];
  readonly #client: () => Subscription;
  #running: Subscription | undefined;

  constructor({ local = new MemoryStorage(), tab = new MemoryStorage(), handshake = true }: ClientOptions = {}) {
    this.#scheduler.maxFrames = 0;
    const env = testEnv(this.#scheduler);
    const session = new Session({ env });
    const ids = storedIds({ local: () => local, tab: () => tab, id: () => env.id() });
    const WebSocketCtor = recorded(this.#sockets, this.#log);
    const line$ = connect("ws://server", { WebSocketCtor, env }).pipe(backoff({ env }), join(session));
    if (handshake) session.run(userSession(ids)).subscribe();
    this.session = session;
    this.#client = () => line$.subscribe();
    this.connect();
  }

  /** The client is told to connect. */
  connect(): void {
    this.#running = this.#client();
  }

  /** The client is told to disconnect. */
  disconnect(): void {
    this.#running?.unsubscribe();
  }

  /** The server accepts the line that was asked for last. */
  accepts(): this {
    this.#last.open();
    return this;
  }

  /** The server sends frames: texts as they are, objects as JSON, bytes as bytes. */
  sends(...frames: readonly unknown[]): this {
    for (const frame of frames) {
      if (frame instanceof Uint8Array) this.#last.message(Uint8Array.from(frame).buffer);
      else this.#last.message(typeof frame === "string" ? frame : JSON.stringify(frame));
    }
    return this;
  }

  /** The line ends at the server's end, or on the way. */
  closes(code: number): this {
    this.#last.closed(code);
    return this;
  }

  /** Lets ms pass. */
  waits(ms: number): this {
    this.#scheduler.maxFrames += ms;
    this.#scheduler.flush();
    this.#scheduler.frame = this.#scheduler.maxFrames;
    return this;
  }

  /** What the client has done since this was last asked: `#1 ` and a frame, `#1 open` and `#1 close`, by the number of the line. */
  hears(): readonly string[] {
    return this.#log.splice(0);
  }

  get #last(): FakeWebSocket {
    const last = this.#sockets.at(-1);
    if (last === undefined) throw new Error("The client has opened no line.");
    return last;
  }
}

/** The platform's `WebSocket`, which notes what is done with it. */
function recorded(sockets: FakeWebSocket[], log: string[]) {
  return class extends FakeWebSocket {
    readonly number = sockets.push(this);

    constructor(url: string) {
      super(url);
      this.note("open");
    }

    override send(data: string | Uint8Array<ArrayBuffer>): void {
      this.note(typeof data === "string" ? data : `<${Buffer.from(data).toString("hex")}>`);
    }

    override close(code?: number): void {
      if (this.closedWith === undefined) this.note(`close ${code ?? ""}`.trim());
      super.close(code);
    }

    note(what: string): void {
      log.push(`#${this.number} ${what}`);
    }
  };
}

import { type Subscription, VirtualTimeScheduler } from "rxjs";
import { Session } from "ws-sync-rx";
import { backoff, connect, join, storedIds, type StorageLike, userSession } from "ws-sync-rx/client";
import { testEnv } from "ws-sync-rx/testing";
import type { Wire } from "./wire.ts";

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

/** Opens a server and a client that dials it. */
export type OpenServer = (options?: ClientOptions) => Promise<ScriptedServer>;

/**
 * Our client, whole, and a server that does what the test says, frame by frame. Whatever the wire, the client's clock is the test's: its
 * delays are the middle of their range, 250 ms, 500 ms, 1 s, …, and pass when the server `waits`.
 */
export class ScriptedServer {
  readonly session: Session;
  readonly #wire: Wire;
  readonly #scheduler = new VirtualTimeScheduler();
  readonly #client: () => Subscription;
  #running: Subscription | undefined;

  constructor(
    wire: Wire,
    { local = new MemoryStorage(), tab = new MemoryStorage(), handshake = true }: ClientOptions = {},
  ) {
    this.#wire = wire;
    this.#scheduler.maxFrames = 0;
    const env = testEnv(this.#scheduler);
    const session = new Session({ env });
    const { id } = testEnv();
    const ids = storedIds({ local: () => local, tab: () => tab, id });
    const { WebSocketCtor, url } = wire;
    const line$ = connect(url, { WebSocketCtor, env }).pipe(backoff({ env }), join(session));
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
  async accepts(): Promise<void> {
    await this.#wire.accepts();
  }

  /** The server sends frames: texts as they are, objects as JSON, bytes as bytes. */
  async sends(...frames: readonly unknown[]): Promise<void> {
    await this.#wire.sends(
      frames.map((frame) => (typeof frame === "string" || frame instanceof Uint8Array ? frame : JSON.stringify(frame))),
    );
  }

  /** The line ends at the server's end, or on the way. */
  async closes(code: number): Promise<void> {
    await this.#wire.closes(code);
  }

  /** Lets ms pass. */
  async waits(ms: number): Promise<void> {
    this.#scheduler.maxFrames += ms;
    this.#scheduler.flush();
    this.#scheduler.frame = this.#scheduler.maxFrames;
  }

  /** What the client has done since this was last asked: `#1 ` and a frame, `#1 open` and `#1 close`, by the number of the line. */
  async hears(): Promise<readonly string[]> {
    return this.#wire.hears();
  }

  /** Takes everything down. */
  async end(): Promise<void> {
    this.disconnect();
    await this.#wire.end();
  }
}

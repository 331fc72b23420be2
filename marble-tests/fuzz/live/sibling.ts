import { EventEmitter, once } from "node:events";
import { WebSocket } from "ws";
import { applyPatch, type PatchOperation } from "ws-sync-rx";

/** ms a round trip of a healthy client may take while others misbehave. */
const PATIENCE = 1_500;

interface Frame {
  readonly type: string;
  readonly data?: unknown;
}

/** A healthy client beside the hostile ones: it rings its bell, and keeps copies of what the server says. */
export class Sibling {
  readonly #socket: WebSocket;
  readonly #copies = new Map<string, unknown>();
  /** `heard` after each frame; `error` when something is not as it should be */
  readonly #events = new EventEmitter();
  #rung = 0;
  #failure: Error | undefined;

  /** @param name nobody else may know it: who knows a client's ids may take its place */
  constructor(port: number, name: string) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/`);
    this.#socket.on("message", (data: Buffer) => {
      try {
        this.#hear(JSON.parse(data.toString()) as Frame, name);
        this.#events.emit("heard");
      } catch (error) {
        this.#fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", (code) => this.#fail(new Error(`the healthy line was closed with ${code}`)));
    this.#events.on("error", () => undefined);
  }

  /** The copy of a state. */
  copy(key: string): unknown {
    return this.#copies.get(key);
  }

  /** Resolves once it has both states. @throws Error when they do not come */
  async ready(): Promise<void> {
    await this.#until(() => this.#copies.has("BELL") && this.#copies.has("PREY"));
  }

  /** One round trip. @throws Error when it does not come back, or the bell was not rung exactly as often as here */
  async ring(): Promise<void> {
    this.#rung += 1;
    this.#socket.send(JSON.stringify({ type: "_ACTION:BELL", data: { type: "ring" } }));
    await this.#until(() => this.#count() >= this.#rung);
    if (this.#count() !== this.#rung) throw new Error(`rung ${this.#rung} times, the server has ${this.#count()}`);
  }

  close(): void {
    this.#socket.terminate();
  }

  #count(): number {
    return (this.#copies.get("BELL") as { readonly count: number }).count;
  }

  #hear({ type, data }: Frame, name: string): void {
    if (type === "_REQUEST_USER_SESSION") {
      this.#socket.send(JSON.stringify({ type: "_USER_SESSION", data: { user: name, session: name } }));
      return;
    }
    const [event, key = ""] = type.split(":");
    if (event === "_SET") this.#copies.set(key, data);
    else if (event === "_PATCH") {
      this.#copies.set(key, applyPatch(this.#copies.get(key), data as readonly PatchOperation[]));
    } else throw new Error(`the healthy line got ${type}`);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#events.emit("error", this.#failure);
  }

  async #until(done: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE);
    while (!done()) {
      if (this.#failure !== undefined) throw this.#failure;
      try {
        await once(this.#events, "heard", { signal });
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new Error(`the healthy client was not answered for ${PATIENCE} ms`, { cause: error });
      }
    }
  }
}

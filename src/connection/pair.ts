import { asapScheduler, type SchedulerLike } from "rxjs";
import { CloseCode } from "../protocol/close-codes.ts";
import type { Frames } from "../protocol/codec.ts";
import { CLIENT_FRAME_LIMITS, SERVER_FRAME_LIMITS } from "../protocol/limits.ts";
import { Connection } from "./connection.ts";
import type { Socket, SocketListener } from "./socket.ts";

/** A line in memory. */
export interface PairOptions {
  /** delivers the frames; its `now()` is the clock of both ends @default asapScheduler */
  readonly scheduler?: SchedulerLike;
  /** ms that every frame is under way @default 0 */
  readonly latency?: number;
}

/**
 * Two connections that are each other's other end: a real codec, real order, no network. For tests, simulations, and a client and a
 * server in one process.
 *
 * ```
 * server.next   a--b------|
 * client        -a--b------#     one latency later; ConnectionClosed 1000
 * ```
 *
 * Nothing is delivered before `next` has returned, so neither end is ever re-entered.
 *
 * @returns the server's end and the client's end
 */
export function pair(options: PairOptions = {}): readonly [server: Connection, client: Connection] {
  const { scheduler = asapScheduler, latency = 0 } = options;
  const server = new MemorySocket(scheduler, latency);
  const client = new MemorySocket(scheduler, latency);
  server.peer = client;
  client.peer = server;
  return [
    new Connection((listener) => server.open(listener), { limits: CLIENT_FRAME_LIMITS, scheduler }),
    new Connection((listener) => client.open(listener), { limits: SERVER_FRAME_LIMITS, scheduler }),
  ];
}

class MemorySocket implements Socket {
  readonly buffered = 0;
  peer: MemorySocket | undefined;
  #listener: SocketListener | undefined;
  #ended = false;

  constructor(
    readonly scheduler: SchedulerLike,
    readonly latency: number,
  ) {}

  open(listener: SocketListener): this {
    this.#listener = listener;
    return this;
  }

  send(frames: Frames): void {
    this.#tell((listener) => {
      for (const frame of frames) listener.frame(frame);
    });
  }

  ping(count: number): void {
    this.#tell((listener, peer) => {
      listener.alive();
      peer.pong(count);
    });
  }

  pong(count: number): void {
    this.#tell((listener) => {
      listener.pong(count);
    });
  }

  close(code: number, reason: string): void {
    this.#tell((_listener, peer) => {
      peer.#answerClose(code, reason);
    });
    this.#ended = true;
  }

  terminate(): void {
    if (!this.#ended) this.close(CloseCode.abnormal, "");
    this.#listener = undefined;
  }

  #answerClose(code: number, reason: string): void {
    const listener = this.#listener;
    this.close(code, reason);
    this.#listener = undefined;
    listener?.closed(code, reason);
  }

  #tell(deliver: (listener: SocketListener, peer: MemorySocket) => void): void {
    const { peer } = this;
    if (this.#ended || peer === undefined) return;
    this.scheduler.schedule(() => {
      const listener = peer.#listener;
      if (listener !== undefined) deliver(listener, peer);
    }, this.latency);
  }
}

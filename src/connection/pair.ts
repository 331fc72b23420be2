import { asapScheduler, type SchedulerLike } from "rxjs";
import { CloseCode } from "../protocol/close-codes.ts";
import type { Frames } from "../protocol/codec.ts";
import { CLIENT_FRAME_LIMITS, SERVER_FRAME_LIMITS } from "../protocol/limits.ts";
import { Connection } from "./connection.ts";
import { Link } from "./link.ts";
import type { Socket, SocketListener } from "./socket.ts";

/** A line in memory. */
export interface PairOptions {
  /** delivers the frames; its `now()` is the clock of both ends @default asapScheduler */
  readonly scheduler?: SchedulerLike;
  /** ms that every frame is under way @default 0 */
  readonly latency?: number;
  /** bytes (characters, of text) per second that each end takes; the rest is `buffered` at the other @default no limit */
  readonly rate?: number;
  /** what the line was opened for (PROTOCOL.md, "Negotiation") @default 1 */
  readonly version?: 1 | 2;
  /** whether the client's end can ping, which a browser cannot @default true */
  readonly clientPings?: boolean;
}

/** What is between the two ends of a line in memory, to be made slow or silent at any time. */
export interface PairLinks {
  readonly toServer: Link;
  readonly toClient: Link;
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
 * @returns the server's end, the client's end, and the links between them: `toClient.silent = true` is a black hole in one direction,
 * `toClient.rate = 0` a client that has stopped reading
 */
export function pair(options: PairOptions = {}): readonly [server: Connection, client: Connection, links: PairLinks] {
  const { scheduler = asapScheduler, latency = 0, rate, version = 1, clientPings = true } = options;
  const link = (): Link => new Link({ scheduler, latency, ...(rate === undefined ? {} : { rate }) });
  const links = { toServer: link(), toClient: link() };
  const server = new PingingSocket(links.toClient);
  const client = clientPings ? new PingingSocket(links.toServer) : new MemorySocket(links.toServer);
  server.peer = client;
  client.peer = server;
  return [
    new Connection((listener) => server.open(listener), { limits: CLIENT_FRAME_LIMITS, scheduler, version }),
    new Connection((listener) => client.open(listener), { limits: SERVER_FRAME_LIMITS, scheduler, version }),
    links,
  ];
}

/** bytes of a frame that carries no event */
const CONTROL = 2;

/** An end that cannot ping, as in a browser; it answers pings all the same. */
class MemorySocket implements Socket {
  readonly reportsFlushes = true;
  readonly #link: Link;
  peer: MemorySocket | undefined;
  #listener: SocketListener | undefined;
  #ended = false;

  /** @param link to the other end */
  constructor(link: Link) {
    this.#link = link;
    link.flushed = () => this.#listener?.flushed();
  }

  get buffered(): number {
    return this.#link.buffered;
  }

  open(listener: SocketListener): this {
    this.#listener = listener;
    return this;
  }

  send(frames: Frames): void {
    let bytes = 0;
    for (const frame of frames) bytes += frame.length;
    this.tell(bytes, (listener) => {
      for (const frame of frames) listener.frame(frame);
    });
  }

  close(code: number, reason: string): void {
    // a line that breaks does so at once, whatever waits in front
    this.tell(code === CloseCode.abnormal ? 0 : CONTROL, (_listener, peer) => {
      peer.#answerClose(code, reason);
    });
    this.#ended = true;
  }

  /** What the other end has not taken yet is lost, the close included: it hears of the end at once, as of a line that broke. */
  terminate(): void {
    if (this.#link.drop()) this.#ended = false;
    if (!this.#ended) this.close(CloseCode.abnormal, "");
    this.#listener = undefined;
  }

  pong(count: number): void {
    this.tell(CONTROL, (listener) => {
      listener.pong(count);
    });
  }

  #answerClose(code: number, reason: string): void {
    const listener = this.#listener;
    this.close(code, reason);
    this.#listener = undefined;
    listener?.closed(code, reason);
  }

  protected tell(bytes: number, deliver: (listener: SocketListener, peer: MemorySocket) => void): void {
    const { peer } = this;
    if (this.#ended || peer === undefined) return;
    this.#link.carry(bytes, () => {
      const listener = peer.#listener;
      if (listener !== undefined) deliver(listener, peer);
    });
  }
}

class PingingSocket extends MemorySocket {
  ping(count: number): void {
    this.tell(CONTROL, (listener, peer) => {
      listener.alive();
      peer.pong(count);
    });
  }
}

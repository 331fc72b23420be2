import type { Frame, Frames } from "../protocol/codec.ts";

/**
 * What a transport has to be able to do. `web-socket.ts`, `ws-server.ts` and `pair.ts` are the three there are; a fourth needs nothing
 * more than this.
 */
export interface Socket {
  /** bytes accepted by `send` and not yet handed to the network */
  readonly buffered: number;
  /** whether `flushed` is called whenever `buffered` has become less; it is looked at every 50 ms otherwise @default false */
  readonly reportsFlushes?: boolean;
  /** bytes that came in so far, those of unfinished frames included; absent where the platform does not say (browsers) */
  readonly received?: number;
  /** Sends the frames of one event in one go; throws when the socket is not open. */
  send(frames: Frames): void;
  /** Begins the closing handshake. */
  close(code: number, reason: string): void;
  /** Cuts the line without a word. */
  terminate(): void;
  /** Asks the other end to answer with `pong(count)`; absent where the platform has no ping (browsers). */
  readonly ping?: ((count: number) => void) | undefined;
}

/** What a transport reports. Calls come in the order in which the other end did the things. */
export interface SocketListener {
  /** one frame came in */
  frame(frame: Frame): void;
  /** an answer to `ping(count)` */
  pong(count: number): void;
  /** any other byte that came in */
  alive(): void;
  /** `buffered` has become less */
  flushed(): void;
  /** the line is over; nothing is reported after it */
  closed(code: number, reason: string): void;
}

/** Ties a transport to its listener. */
export type OpenSocket = (listener: SocketListener) => Socket;

import type { Envelope } from "./envelope.ts";

/**
 * One message of a session: what `{type, data}` is on the wire (PROTOCOL.md, "Envelope").
 *
 * `bytes` is the payload of a binary event. It travels as a frame of its own right behind a `_BIN_META` frame, and is never
 * part of `data`.
 */
export interface SyncEvent<Data = unknown> {
  readonly type: string;
  readonly data?: Data;
  readonly bytes?: Uint8Array;
  /** only between two of our own ends */
  readonly envelope?: Envelope;
}

/** The event names of the protocol (PROTOCOL.md, "Events"). Those marked *keyed* are followed by `:KEY`. */
export const EventType = {
  /** keyed, both ways: the whole state */
  set: "_SET",
  /** keyed, both ways: the difference, as RFC 6902 operations */
  patch: "_PATCH",
  /** keyed, both ways: asks the other end for a `_SET` */
  get: "_GET",
  /** keyed, both ways: one call */
  action: "_ACTION",
  /** keyed, client to server: starts a task */
  taskStart: "_TASK_START",
  /** keyed, client to server: cancels a task */
  taskCancel: "_TASK_CANCEL",
  /** server to client: a short notice for the user */
  toast: "_TOAST",
  /** server to client: a file to save */
  download: "_DOWNLOAD",
  /** both ways: announces the one binary frame that follows */
  binaryMeta: "_BIN_META",
  /** server to client: this line is over, do not come back by yourself */
  disconnect: "_DISCONNECT",
  /** server to client: asks who is on the line */
  requestUserSession: "_REQUEST_USER_SESSION",
  /** client to server: answers `_REQUEST_USER_SESSION` */
  userSession: "_USER_SESSION",
  /** both ways, version 2: who is there, and what is known already */
  hello: "_HELLO",
  /** server to client, version 2: everything missed has been sent */
  ready: "_READY",
  /** server to client, version 2: the outcome of a request */
  reply: "_REPLY",
  /** server to client, version 2: a frame was refused */
  error: "_ERROR",
  /** both ways, version 2: asks for a `_PONG` */
  ping: "_PING",
  /** both ways, version 2: answers a `_PING` */
  pong: "_PONG",
  /** both ways, version 2: the server is about to stop; the client holds what it has not sent */
  drain: "_DRAIN",
} as const;

/** The name of an event of the protocol, without its key. */
export type EventName = (typeof EventType)[keyof typeof EventType];

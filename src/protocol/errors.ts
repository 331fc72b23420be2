/** Why a frame was refused. */
export type FrameErrorCode =
  "BAD_JSON" | "BAD_FRAME" | "TOO_LARGE" | "TOO_DEEP" | "TOO_WIDE" | "FORBIDDEN_KEY" | "BINARY_SEQUENCE";

/** A frame from the other end that is not an event (PROTOCOL.md, "Invalid frames"). The line stays; nothing was dispatched. */
export class FrameError extends Error {
  override readonly name = "FrameError";

  /**
   * @param code what is wrong
   * @param detail where, and what was expected instead
   * @param request the id of the request that the frame was, as far as it could be read
   */
  constructor(
    readonly code: FrameErrorCode,
    detail: string,
    readonly request?: number,
  ) {
    super(`The frame was refused (${code}): ${detail}.`);
  }
}

/** A line that is over (PROTOCOL.md, "Close codes"). */
export class ConnectionClosed extends Error {
  override readonly name = "ConnectionClosed";

  /**
   * @param code the close code, 1006 when the line was cut without one
   * @param reason the other end's words, often empty
   * @param aliveFor how long the line was open, in ms; 0 when it never opened
   * @param returnWithin ms in which the other end asked its clients to come back, each at a moment of its own (`_DRAIN`); only if it did
   */
  constructor(
    readonly code: number,
    readonly reason: string,
    readonly aliveFor: number,
    readonly returnWithin?: number,
  ) {
    super(
      `The connection closed with code ${code}${reason === "" ? "" : ` (${reason})`} after ${aliveFor} ms. ` +
        `Reconnect with backoff() unless the code is terminal.`,
    );
  }
}

/** User code that failed while it served an event. The session, its line and every other handler go on. */
export class HandlerError extends Error {
  override readonly name = "HandlerError";

  /**
   * @param type the type of the event that was served, or what else ran
   * @param member the action, task or pipeline that failed
   * @param cause what it threw
   */
  constructor(
    readonly type: string,
    readonly member: string,
    override readonly cause: unknown,
  ) {
    super(`${member} failed while it served ${type}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** A change asked for by a client that was not made. The client is sent the true state. */
export class WriteRefused extends Error {
  override readonly name = "WriteRefused";

  /**
   * @param key the synced object
   * @param cause why: a `PatchError`, a failed check, or what the user's own code threw
   */
  constructor(
    readonly key: string,
    override readonly cause: unknown,
  ) {
    super(
      `A write to ${key} was refused, nothing of it was applied: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

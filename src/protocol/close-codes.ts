/**
 * The close codes of the protocol (PROTOCOL.md, "Close codes"). The range alone decides what a client does: it comes back after
 * everything but 4500 to 4999.
 */
export const CloseCode = {
  /** over, as asked for; an original server says it for every close, so a client comes back after it */
  normal: 1000,
  /** the page or the process goes away */
  goingAway: 1001,
  /** the line broke without a close frame; never sent, only reported */
  abnormal: 1006,
  /** a frame that breaks the rules too often, or a queue that grew past its bound */
  policy: 1008,
  /** a frame larger than the limit */
  tooLarge: 1009,
  /** this end failed */
  internal: 1011,
  /** the server restarts */
  restart: 1012,
  /** nothing was heard in time */
  heartbeat: 4000,
  /** the other end did not say who it is in time */
  handshakeTimeout: 4002,
  /** the session is over; a new one has to be asked for */
  sessionEnded: 4514,
} as const;

/** Codes after which a client must not come back by itself. */
export function isTerminal(code: number): boolean {
  return code >= 4500 && code <= 4999;
}

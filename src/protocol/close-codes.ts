/**
 * The close codes of the protocol (PROTOCOL.md, "Close codes"). 4500 to 4999 are final; after the others a client comes back, after refusals
 * (1002, 1007, 1008, 1009) three times in a row.
 */
export const CloseCode = {
  /** over, as asked for; an original server says it for every close, so a client comes back after it */
  normal: 1000,
  /** the page or the process goes away */
  goingAway: 1001,
  /** bytes that break the framing; said by WebSocket libraries */
  protocol: 1002,
  /** the line broke without a close frame; never sent, only reported */
  abnormal: 1006,
  /** a text that is no UTF-8; said by WebSocket libraries */
  badText: 1007,
  /** a frame that breaks the rules too often, or a queue that grew past its bound */
  policy: 1008,
  /** a frame larger than the limit */
  tooLarge: 1009,
  /** this end failed */
  internal: 1011,
  /** the server restarts */
  restart: 1012,
  /** the server has more to do than it can */
  overload: 1013,
  /** nothing was heard in time */
  heartbeat: 4000,
  /** the other end did not say who it is in time */
  handshakeTimeout: 4002,
  /** it takes events more slowly than they come */
  slowConsumer: 4008,
  /** the session is over; a new one has to be asked for */
  sessionEnded: 4514,
} as const;

/** Codes after which a client must not come back by itself. */
export function isTerminal(code: number): boolean {
  return code >= 4500 && code <= 4999;
}

/** Codes that every client of a server gets at once: they come back spread over a window. */
export function isRestart(code: number): boolean {
  return code === CloseCode.goingAway || code === CloseCode.restart || code === CloseCode.overload;
}

/** Codes that answer what this client itself has sent: it comes back later, and not for ever. */
export function isRefusal(code: number): boolean {
  return (
    code === CloseCode.protocol ||
    code === CloseCode.badText ||
    code === CloseCode.policy ||
    code === CloseCode.tooLarge
  );
}

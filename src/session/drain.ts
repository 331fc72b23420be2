import { concat, defer, EMPTY, ignoreElements, merge, type Observable, takeUntil, takeWhile, timer } from "rxjs";
import { CloseCode } from "../protocol/close-codes.ts";
import { EventType } from "../protocol/events.ts";
import type { Session } from "./session.ts";

/** How a server's session is brought to an end. */
export interface DrainOptions {
  /** ms that requests which are being served have to be answered @default 5_000 */
  readonly grace?: number;
  /** ms over which the clients are to come back @default 5_000 */
  readonly spread?: number;
}

/**
 * Ends a server's session without losing anything: what is being served is answered, what comes now is given back to its client, and then the
 * lines are closed with 1012 (PROTOCOL.md, "`_DRAIN`").
 *
 * ```
 * requests  1---2----3-------
 * drain            d---------|    d `_DRAIN {windowMs}`
 * replies   -1-------3'---2-      3' `draining`: sent again on the next line
 * lines     ---------------1012
 * ```
 *
 * @returns never emits; completes when the session is over
 */
export function drain(session: Session, { grace = 5_000, spread = 5_000 }: DrainOptions = {}): Observable<never> {
  const idle$ = session.openRequests$.pipe(takeWhile((open) => open > 0));
  return defer(() => {
    session.refuseRequests();
    for (const line of session.lines) {
      if (line.version === 2) line.answer({ type: EventType.drain, data: { windowMs: spread } });
    }
    const end$ = defer(() => {
      session.end("The server stops.", CloseCode.restart);
      return EMPTY;
    });
    const late$ = merge(timer(grace, session.env.scheduler), session.ended$);
    return concat(idle$.pipe(ignoreElements(), takeUntil(late$)), end$);
  });
}

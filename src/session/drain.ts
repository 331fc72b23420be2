import {
  concat,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  merge,
  type Observable,
  take,
  takeUntil,
  takeWhile,
  timer,
} from "rxjs";
import { CloseCode } from "../protocol/close-codes.ts";
import { EventType } from "../protocol/events.ts";
import { lineOf } from "./addressed.ts";
import type { Line } from "./line.ts";
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
 * requests  1---2---3d'------    d' the client has heard it, and holds what it has not sent
 * drain            d---------|    d `_DRAIN {windowMs}`
 * replies   -1------3'----2-      3' `draining`: sent again on the next line
 * lines     ---------------1012
 * ```
 *
 * @returns never emits; completes when the session is over
 */
export function drain(session: Session, { grace = 5_000, spread = 5_000 }: DrainOptions = {}): Observable<never> {
  const idle$ = session.openRequests$.pipe(
    takeWhile((open) => open > 0),
    ignoreElements(),
  );
  /** The client holds what it has not sent: all that it had sent has come in before it says so. */
  const held = (line: Line): Observable<never> =>
    session.on(EventType.drain).pipe(
      filter((event) => lineOf(event) === line),
      take(1),
      ignoreElements(),
      takeUntil(line.gone$),
    );
  return defer(() => {
    session.refuseRequests();
    const lines = session.lines.filter(({ version }) => version === 2);
    for (const line of lines) line.answer({ type: EventType.drain, data: { windowMs: spread } });
    const end$ = defer(() => {
      session.end("The server stops.", CloseCode.restart);
      return EMPTY;
    });
    const late$ = merge(timer(grace, session.env.scheduler), session.ended$);
    return concat(concat(merge(...lines.map(held)), idle$).pipe(takeUntil(late$)), end$);
  });
}

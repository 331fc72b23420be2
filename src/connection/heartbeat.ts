import {
  defer,
  filter,
  ignoreElements,
  map,
  merge,
  type Observable,
  of,
  repeat,
  switchMap,
  take,
  takeUntil,
  takeWhile,
  tap,
  timeout,
  timer,
} from "rxjs";
import { CloseCode } from "../protocol/close-codes.ts";
import type { Connection } from "./connection.ts";
import type { Env } from "./env.ts";

/** How a dead line is noticed. */
export interface HeartbeatOptions {
  /** ms between a sign of life and the next ping @default 25_000 */
  readonly interval?: number;
  /** part of the interval by which it varies, so that a thousand lines do not ping at once @default 0.2 */
  readonly jitter?: number;
  /** ms that the other end has to show any sign of life @default 10_000 */
  readonly timeout?: number;
  readonly env: Pick<Env, "scheduler" | "random">;
}

/**
 * Pings a line while subscribed, and cuts it with 4000 when nothing at all comes back.
 *
 * ```
 * line       ------a-------
 * pings      ---p-----p----
 * heartbeat  --------------|     cut: silent for `timeout` after a ping
 * ```
 *
 * Every byte counts as life, so a large message on a slow line does not look like death.
 */
export function heartbeat(connection: Connection, options: HeartbeatOptions): Observable<never> {
  const { interval = 25_000, jitter = 0.2, timeout: patience = 10_000 } = options;
  const { scheduler, random } = options.env;
  const sign$ = merge(connection.activity$, connection.roundTrip$).pipe(map(() => true));
  const beat$ = defer(() => timer(interval * (1 + jitter * (2 * random() - 1)), scheduler)).pipe(
    switchMap(() => sign$.pipe(timeout({ first: patience, with: () => of(false), scheduler }), take(1))),
  );
  return beat$.pipe(
    repeat(),
    takeWhile((alive) => alive, true),
    filter((alive) => !alive),
    tap(() => {
      connection.cut(CloseCode.heartbeat, "no sign of life");
    }),
    ignoreElements(),
    takeUntil(connection.closed$),
  );
}

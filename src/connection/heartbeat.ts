import {
  concat,
  defer,
  ignoreElements,
  map,
  merge,
  type Observable,
  of,
  repeat,
  startWith,
  switchAll,
  switchMap,
  take,
  takeUntil,
  tap,
  throttleTime,
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
  /** bytes per second below which a line is not worth keeping: what was sent and is still under way gives it so much longer, a minute at most @default 8_192 */
  readonly slowest?: number;
  /** pings at once when it emits: the page is seen again, the network is back. It must not replay. @default never */
  readonly probe$?: Observable<unknown>;
  /** ms that the other end has to answer such a ping; of several within that time the first counts @default 5_000 */
  readonly probeTimeout?: number;
  readonly env: Pick<Env, "scheduler" | "random">;
}

/** part of the patience by which a timer may be late before this end, and not the other, is at fault */
const LATE = 0.1;
/** rounds in a row that may be late: a page whose timers are always late gives its line up in the end */
const LATE_ROUNDS = 3;
/** ms, the most that is waited for what is under way */
const MOST_UNDER_WAY = 60_000;

/**
 * Pings a line while subscribed, and cuts it with 4000 when nothing at all comes back.
 *
 * ```
 * line       ------a-------------
 * pings      ---p-----p----------
 * heartbeat  --------------|           cut: silent for `timeout` after a ping
 * probe$     -----------x--
 * pings      ---p-----p-p--            asked at once, with less patience
 * ```
 *
 * Every byte counts as life, so a large message on a slow line does not look like death; a browser shows no bytes before a message is whole.
 * When the patience ends much later than it was due, this end was stopped or frozen, and what came in meanwhile may not have been read yet: it
 * asks again instead. A line that cannot be asked (a browser's, before both ends have said hello) is left alone.
 */
export function heartbeat(connection: Connection, options: HeartbeatOptions): Observable<never> {
  const { interval = 25_000, jitter = 0.2, timeout: patience = 10_000, slowest = 8_192 } = options;
  const { probe$, probeTimeout = 5_000 } = options;
  const { scheduler, random } = options.env;
  let sentBefore = connection.sent;
  /** when the patience ends of what was asked and not answered: asking once more does not put it off */
  let due = Number.POSITIVE_INFINITY;

  const ask = (wait: number, lateRounds = 0): Observable<boolean> =>
    defer(() => {
      if (!connection.asks) return of(true);
      const { received } = connection;
      const underWay = Math.min(MOST_UNDER_WAY, ((connection.sent - sentBefore) / slowest) * 1_000);
      due = Math.min(due, scheduler.now() + wait + underWay);
      const outOfPatience = (): Observable<boolean> => {
        if (connection.received !== received) return of(true);
        const late = scheduler.now() - due > wait * LATE;
        due = Number.POSITIVE_INFINITY;
        return late && lateRounds < LATE_ROUNDS ? ask(wait, lateRounds + 1) : of(false);
      };
      return merge(connection.activity$, connection.roundTrip$).pipe(
        map(() => true),
        timeout({ first: Math.max(0, due - scheduler.now()), with: outOfPatience, scheduler }),
        take(1),
        tap((alive) => {
          sentBefore = connection.sent;
          due = Number.POSITIVE_INFINITY;
          if (!alive) connection.cut(CloseCode.heartbeat, "no sign of life");
        }),
      );
    });

  const beats$ = defer(() => timer(interval * (1 + jitter * (2 * random() - 1)), scheduler)).pipe(
    switchMap(() => ask(patience)),
    repeat(),
  );
  const probed$ = probe$?.pipe(
    throttleTime(probeTimeout, scheduler),
    map(() => concat(ask(probeTimeout), beats$)),
    startWith(beats$),
    switchAll(),
  );
  return (probed$ ?? beats$).pipe(ignoreElements(), takeUntil(connection.closed$));
}

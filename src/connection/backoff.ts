import { defer, type MonoTypeOperatorFunction, NEVER, Observable, merge, retry, switchMap, take, timer } from "rxjs";
import { isTerminal } from "../protocol/close-codes.ts";
import { ConnectionClosed } from "../protocol/errors.ts";
import type { Env } from "./env.ts";
import { ReturnPlan } from "./return-plan.ts";

/** When to try again. */
export interface BackoffOptions {
  /** ms, upper bound of the first delay @default 500 */
  readonly base?: number;
  /** ms, upper bound of every delay @default 30_000 */
  readonly cap?: number;
  /** ms that a line must have lived for the next delay to start from `base` again @default 10_000 */
  readonly stableAfter?: number;
  /** ms, upper bound of the delay after a server that leaves, restarts or is overloaded (1001, 1012, 1013) and did not say one (`_DRAIN`) @default 5_000 */
  readonly spread?: number;
  /** ms that are waited at least after a frame was refused (1002, 1007, 1008, 1009), whatever wakes @default 5_000 */
  readonly refusedPause?: number;
  /** lines in a row that may end so, none of which lived for `stableAfter`; the last of them ends it @default 3 */
  readonly refusedTries?: number;
  /** tries again at once when it emits (the network is back, the page is seen again) @default never */
  readonly wake$?: Observable<unknown>;
  /** errors that end it @default close codes 4500 to 4999, and every error that is no `ConnectionClosed` */
  readonly isFinal?: (error: unknown) => boolean;
  readonly env: Pick<Env, "scheduler" | "random">;
}

export function backoff<T>(options: BackoffOptions): MonoTypeOperatorFunction<T> {
  const { base = 500, cap = 30_000, stableAfter = 10_000, wake$ = NEVER, isFinal = isFinalByDefault } = options;
  const { spread = 5_000, refusedPause = 5_000, refusedTries = 3 } = options;
  const { scheduler, random } = options.env;
  return (source$) =>
    defer(() => {
      const plan = new ReturnPlan({ base, cap, stableAfter, spread, refusedPause, refusedTries });
      return source$.pipe(
        retry({
          delay: (error: unknown) => {
            const absence = isFinal(error) ? undefined : plan.after(error);
            if (absence === undefined) return new Observable<never>((subscriber) => subscriber.error(error));
            const back$ = merge(timer(random() * absence.upTo, scheduler), wake$).pipe(take(1));
            return absence.atLeast === 0 ? back$ : timer(absence.atLeast, scheduler).pipe(switchMap(() => back$));
          },
        }),
      );
    });
}

function isFinalByDefault(error: unknown): boolean {
  return !(error instanceof ConnectionClosed) || isTerminal(error.code);
}

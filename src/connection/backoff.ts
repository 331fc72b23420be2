import { defer, type MonoTypeOperatorFunction, NEVER, Observable, merge, retry, take, timer } from "rxjs";
import { isTerminal } from "../protocol/close-codes.ts";
import { ConnectionClosed } from "../protocol/errors.ts";
import type { Env } from "./env.ts";

/** When to try again. */
export interface BackoffOptions {
  /** ms, upper bound of the first delay @default 500 */
  readonly base?: number;
  /** ms, upper bound of every delay @default 30_000 */
  readonly cap?: number;
  /** ms that a line must have lived for the next delay to start from `base` again @default 10_000 */
  readonly stableAfter?: number;
  /** tries again at once when it emits (the network is back, the page is seen again) @default never */
  readonly wake$?: Observable<unknown>;
  /** errors that end it @default close codes 4500 to 4999, and every error that is no `ConnectionClosed` */
  readonly isFinal?: (error: unknown) => boolean;
  readonly env: Pick<Env, "scheduler" | "random">;
}

export function backoff<T>(options: BackoffOptions): MonoTypeOperatorFunction<T> {
  const { base = 500, cap = 30_000, stableAfter = 10_000, wake$ = NEVER, isFinal = isFinalByDefault } = options;
  const { scheduler, random } = options.env;
  return (source$) =>
    defer(() => {
      let failures = 0;
      return source$.pipe(
        retry({
          delay: (error: unknown) => {
            if (isFinal(error)) return new Observable<never>((subscriber) => subscriber.error(error));
            if (error instanceof ConnectionClosed && error.aliveFor >= stableAfter) failures = 0;
            const bound = Math.min(cap, base * 2 ** failures);
            failures += 1;
            return merge(timer(random() * bound, scheduler), wake$).pipe(take(1));
          },
        }),
      );
    });
}

function isFinalByDefault(error: unknown): boolean {
  return !(error instanceof ConnectionClosed) || isTerminal(error.code);
}

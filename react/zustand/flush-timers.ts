import { type SchedulerLike, Subscription, timer } from "rxjs";
import type { SyncParams } from "./sync-options.ts";

/**
 * When changes that wait for more of them are sent: after a rest, but not later than some time after the first.
 *
 * ```
 * later    a-a-a-------a-----     debounceMs of 4 frames, maxWaitMs of 6
 * flush    ------f---------f-
 * ```
 */
export class FlushTimers {
  #rest = Subscription.EMPTY;
  #latest = Subscription.EMPTY;

  constructor(
    readonly scheduler: SchedulerLike,
    readonly flush: () => void,
  ) {}

  /** Flushes later; a further call puts it off. */
  later({ debounceMs = 0, maxWaitMs = 0 }: SyncParams): void {
    this.#rest.unsubscribe();
    this.#rest = timer(debounceMs, this.scheduler).subscribe(() => this.flush());
    if (maxWaitMs > 0 && this.#latest.closed)
      this.#latest = timer(maxWaitMs, this.scheduler).subscribe(() => this.flush());
  }

  /** Forgets what was to come. */
  stop(): void {
    this.#rest.unsubscribe();
    this.#latest.unsubscribe();
  }
}

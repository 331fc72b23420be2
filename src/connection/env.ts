import type { SchedulerLike } from "rxjs";

/**
 * All that the engine takes from the world around it. The entries inject the real ones; a simulation injects its own and owns time
 * and chance completely.
 */
export interface Env {
  /** every delay, and the clock: `now()` in ms, from any origin */
  readonly scheduler: SchedulerLike;
  /** a number in [0, 1) */
  random(): number;
  /** a new id that nobody can guess */
  id(): string;
}

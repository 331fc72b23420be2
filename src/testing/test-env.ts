import { asyncScheduler, type SchedulerLike } from "rxjs";
import type { Env } from "../connection/env.ts";

/**
 * A world without chance: ids are `id-1`, `id-2`, …, every random number is ½.
 *
 * @param scheduler owns time @default asyncScheduler, which is virtual inside `marbles`
 */
export function testEnv(scheduler: SchedulerLike = asyncScheduler): Env {
  let ids = 0;
  return {
    scheduler,
    random: () => 0.5,
    id: () => {
      ids += 1;
      return `id-${ids}`;
    },
  };
}

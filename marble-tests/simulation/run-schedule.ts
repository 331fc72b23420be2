import { perform } from "./perform.ts";
import { checkLive, checkRest, stop } from "./rest.ts";
import type { Act, Schedule } from "./schedule.ts";
import type { Violation } from "./violation.ts";
import { withoutUncaught } from "./uncaught.ts";
import { WireChecks } from "./wire-checks.ts";
import { World } from "./world.ts";

/** What became of a schedule. */
export interface Run {
  readonly violation: Violation | undefined;
  /** a fingerprint of all that was sent, and when */
  readonly trace: number;
  /** ms of virtual time */
  readonly lasted: number;
}

/** ms that everybody has to be live and idle again, beside the tasks that run; a line with much under way is given a minute more (heartbeat, `slowest`) */
const RECOVERY = 60_000;
const SLOW_RECOVERY = 120_000;
/** ms of rest before the states are compared; every 32nd schedule rests for long, since nothing but heartbeats happens then */
const REST = 90_000;
const LONG_REST = 600_000;

/** Plays a schedule on a new world, lets it rest, stops it, and looks at everything. The first violation ends it. */
export function runSchedule({ seed, clients, keeps, steps }: Schedule): Run {
  const world = new World(
    seed,
    clients,
    (link, way, wire) => {
      checks.see(link, way, wire);
    },
    keeps,
  );
  const checks = new WireChecks(world.watch, () => world.clock.now);
  const failed = (): boolean => world.watch.violations.length > 0;
  const run = (): void => {
    for (const { gap, act } of steps) {
      world.pass(gap);
      perform(world, act);
      if (failed()) return;
    }
    world.heal();
    const tasks = steps.map(({ act }) => (act.act === "task" ? act.ms : 0));
    world.pass((steps.some(({ act }) => isHeavy(act)) ? SLOW_RECOVERY : RECOVERY) + Math.max(0, ...tasks));
    checkLive(world);
    if (failed()) return;
    world.pass(seed % 32 === 0 ? LONG_REST : REST);
    checkRest(world);
    if (failed()) return;
    stop(world);
  };
  withoutUncaught(run, world.watch);
  return { violation: world.watch.violations[0], trace: checks.trace, lasted: world.clock.now };
}

/** Whether it puts so much on a line that its end is noticed later. */
function isHeavy(act: Act): boolean {
  return act.act === "sweep" || act.act === "flood" || act.act === "pile" || (act.act === "burst" && act.size > 1_000);
}

import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../fuzz/random.ts";
import type { ServerHost } from "./server-host.ts";

/** seconds in which the server is restarted, killed and stopped once each */
const CYCLE = 120;
/** ms that the server is stopped */
const STALL = 3_000;

/**
 * Does to the server what happens to servers: SIGTERM, SIGKILL and SIGSTOP, each once in a run of up to two minutes, in an order and at moments
 * that the seed chooses.
 *
 * @returns when the last of them is over
 */
export async function serverFaults(host: ServerHost, random: Random, seconds: number): Promise<void> {
  const cycles = Math.max(1, Math.round(seconds / CYCLE));
  const length = (seconds * 1_000) / cycles;
  const begin = performance.now();
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const kinds = [() => host.restart(), () => host.kill(), () => host.stall(STALL)];
    for (let slot = 0; slot < 3; slot += 1) {
      const [strike] = kinds.splice(random.below(kinds.length), 1);
      // in the first half of its part of the cycle, so that the last one does not outlast the run
      const at = cycle * length + (slot * length) / 3 + length / 12 + random.below(length / 8);
      await wait(Math.max(0, begin + at - performance.now()));
      await strike?.();
    }
  }
}

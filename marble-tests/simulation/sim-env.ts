import type { Env } from "ws-sync-rx";
import type { Host } from "./clock.ts";

/** A world of its own for each host: its time, its chance from a seed, its ids. */
export function envOf(host: Host, seed: number, name: string): Env {
  let state = seed >>> 0;
  let ids = 0;
  return {
    scheduler: host,
    random: () => {
      // mulberry32
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    },
    id: () => {
      ids += 1;
      return `${name}${seed}-${ids}`;
    },
  };
}

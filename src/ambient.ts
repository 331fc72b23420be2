import { asyncScheduler } from "rxjs";
import type { Env } from "./connection/env.ts";

/** The world as the entries give it to the engine: real time, real chance. The only file in `src/` that may touch them. */
export const ambient: Env = {
  scheduler: asyncScheduler,
  random: () => Math.random(),
  id: () => {
    // 128 random bits; `crypto.randomUUID` does not exist on pages that are served without TLS
    const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
};

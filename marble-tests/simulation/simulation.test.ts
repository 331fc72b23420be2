import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { regressions } from "./regressions.ts";
import { runSchedule } from "./run-schedule.ts";
import { schedules } from "./schedule.ts";

const SEED = 20_261_123;

/** `npm run simulate`: in a process of its own it takes half the time that it takes among jest's modules. */
async function simulate(schedules: number): Promise<string> {
  const args = ["scripts/simulate.mjs", "--schedules", String(schedules), "--seed", String(SEED)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  return output.trim();
}

describe("the engine, simulated", () => {
  it("keeps its invariants, whatever happens to the network, the pages and the server", async () => {
    const schedules = Number(process.env["SCHEDULES"] ?? 5_000);
    expect(await simulate(schedules)).toBe(`schedules: ${schedules}, violations: 0`);
  }, 1_200_000);

  it("does the same twice (I16)", () => {
    for (const schedule of fc.sample(schedules, { seed: SEED, numRuns: 100 })) {
      expect(runSchedule(schedule).trace).toBe(runSchedule(schedule).trace);
    }
  });

  it.each(regressions.map((regression) => [regression.name, regression.schedule] as const))(
    "never again: %s",
    (_, schedule) => {
      expect(runSchedule(schedule).violation).toBeUndefined();
    },
  );
});

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { regressions } from "./regressions.ts";
import { runSchedule } from "./run-schedule.ts";
import { schedules } from "./schedule.ts";

const SEED = 20_261_123;

describe("the engine, simulated", () => {
  it("keeps its invariants, whatever happens to the network, the pages and the server", () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const { violation } = runSchedule(schedule);
        if (violation !== undefined) throw violation;
      }),
      { seed: SEED, numRuns: Number(process.env["SCHEDULES"] ?? 5_000) },
    );
  });

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

import fc from "fast-check";
import { runSchedule } from "./run-schedule.ts";
import { schedules } from "./schedule.ts";
import { Violation } from "./violation.ts";

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};

const seed = option("seed", 1);
const at = process.argv.indexOf("--path");
const path = at === -1 ? {} : { path: process.argv[at + 1] ?? "" };
const numRuns = option("schedules", 5_000);
let ran = 0;
const began = process.hrtime.bigint();
const details = fc.check(
  fc.property(schedules, (schedule) => {
    ran += 1;
    const { violation } = runSchedule(schedule);
    if (violation !== undefined) throw violation;
  }),
  { seed, numRuns, endOnFailure: process.argv.includes("--fast"), ...path },
);
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
console.error(`simulation: ${seconds.toFixed(1)} s, ${ran} runs`);
if (details.failed) {
  if (details.errorInstance instanceof Violation) console.log(`invariant: ${details.errorInstance.invariant}`);
  console.log(JSON.stringify(details.counterexample, undefined, 1));
  console.log(String(details.errorInstance instanceof Error ? details.errorInstance.stack : details.errorInstance));
  console.log(`replay: --seed ${details.seed} --path ${details.counterexamplePath}`);
}
console.log(`schedules: ${details.numRuns}, violations: ${details.failed ? 1 : 0}`);
process.exitCode = details.failed ? 1 : 0;

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { supervise } from "./supervise.ts";

interface Target {
  /** of the time of the run */
  readonly share: number;
  readonly budget: number;
  readonly heap: number;
  readonly stateful?: boolean;
}

/** What is fuzzed. */
const TARGETS: Readonly<Record<string, Target>> = {
  patch: { share: 0.4, budget: 2_000, heap: 512 },
  codec: { share: 0.2, budget: 2_000, heap: 512 },
  // one input is several frames and a round trip, which has limits of its own; a server that hangs is ended and started again within it
  server: { share: 0.4, budget: 15_000, heap: 512, stateful: true },
};
/** Bugs on purpose: the test of all this. */
const PLANTED: Target = { share: 1, budget: 5_000, heap: 64 };

const { values } = parseArgs({
  options: {
    // a number of inputs is enough of an end
    seconds: { type: "string", default: process.argv.includes("--inputs") ? "Infinity" : "60" },
    seed: { type: "string", default: "1" },
    inputs: { type: "string", default: "Infinity" },
    target: { type: "string" },
  },
});
const [seconds, seed, inputs] = [Number(values.seconds), Number(values.seed), Number(values.inputs)];
const names = values.target === undefined ? Object.keys(TARGETS) : [values.target];
const known = names.every((name) => name === "planted" || Object.hasOwn(TARGETS, name));
if (!(seconds > 0) || !Number.isInteger(seed) || !(inputs > 0) || !known) {
  console.error(
    `usage: npm run fuzz -- [--seconds N] [--seed S] [--inputs N] [--target ${Object.keys(TARGETS).join("|")}]`,
  );
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const program = fileURLToPath(new URL("fuzz-worker.js", import.meta.url));
const chosen = names.map((target) => ({ target, ...(TARGETS[target] ?? PLANTED) }));
const whole = chosen.reduce((sum, { share }) => sum + share, 0);
let [done, crashes] = [0, 0];
for (const { share, ...target } of chosen) {
  const report = await supervise({ program, ...target, seed, inputs, seconds: (seconds * share) / whole });
  for (const crash of report.crashes) console.error(crash);
  console.log(`${target.target}: inputs: ${report.inputs}, crashes: ${report.crashes.length}`);
  done += report.inputs;
  crashes += report.crashes.length;
}
console.log(`inputs: ${done}, crashes: ${crashes}`);
process.exit(crashes === 0 ? 0 : 1);

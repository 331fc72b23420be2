// node scripts/fuzz.mjs [--seconds N] [--seed S]: hostile and random states against diff, apply and snapshot, for as long as asked.
// Ends with `inputs: N, crashes: C`; the exit code is 1 when there was a crash. The codec is fuzzed by `npm run test:laws`.
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { bundleForNode } from "./bundle.mjs";

process.chdir(resolve(import.meta.dirname, ".."));

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
if (!(seconds > 0) || !Number.isInteger(seed)) {
  console.error("usage: npm run fuzz -- --seconds N --seed S (a positive number, a whole number)");
  process.exit(2);
}

const program = join("build", "fuzz", "patch-fuzz.js");
await bundleForNode("marble-tests/fuzz/patch-fuzz.ts", program).catch(() => process.exit(1));
const { fuzzPatch } = await import(pathToFileURL(resolve(program)).href);
const { inputs, crashes } = fuzzPatch({ seconds, seed });
for (const crash of crashes) console.error(crash);
console.log(`inputs: ${inputs}, crashes: ${crashes.length}`);
process.exit(crashes.length === 0 ? 0 : 1);

// node scripts/fuzz.mjs [--seconds N] [--seed S] [--target T] [--inputs N]: hostile input for the diff, applyPatch and the snapshot
// (patch), for the codec, and for a live server, each in a process that is killed when an input takes too long.
// Ends with `inputs: N, crashes: C`; the exit code is 1 when there was a crash, whose seed plays it again.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

import { bundleForNode } from "./bundle.mjs";

process.chdir(resolve(import.meta.dirname, ".."));

const programs = ["fuzz", "fuzz-worker", "fuzz-server"];
const built = (name) => join("build", "fuzz", `${name}.js`);
await Promise.all(
  programs.map((name) => bundleForNode(join("marble-tests", "fuzz", "live", `${name}.ts`), built(name))),
).catch(() => process.exit(1));
const run = spawnSync(process.execPath, ["--enable-source-maps", built("fuzz"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(run.status ?? 1);

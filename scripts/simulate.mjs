// node scripts/simulate.mjs [--schedules N] [--seed S] [--path P] [--mutants [--only NAME] [--write]]: plays random schedules of faults against the real engine
// in virtual time (marble-tests/simulation). Ends with `schedules: N, violations: V`; the exit code is 1 when there was a violation, whose
// schedule is printed as data, and whose seed and path play it again. `--mutants` plants one bug after the other (mutants.ts) and prints how
// many schedules it took to find each; with `--write` the table goes into MUTANTS.md. `--small [--writes N] [--fault F] [--states N] [--exact] [--full]` tries all
// orders of two clients' writes and one fault instead (small-model.ts), and ends with `states: N, violations: V`; with `--mutants` as well it
// plants bugs there, and the table goes into SMALL-MODEL.md.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

import { bundleForNode } from "./bundle.mjs";

process.chdir(resolve(import.meta.dirname, ".."));

const args = process.argv.slice(2);
if (args.includes("--mutants")) await import("./mutate.mjs");
else {
  const program = args.includes("--small") ? "small-command" : "command";
  const built = join("build", "simulation", `${program}.js`);
  await bundleForNode(join("marble-tests", "simulation", `${program}.ts`), built).catch(() => process.exit(1));
  const flags = ["--enable-source-maps", "--stack-trace-limit=20"];
  const run = spawnSync(process.execPath, [...flags, built, ...args], { stdio: "inherit" });
  process.exit(run.status ?? 1);
}

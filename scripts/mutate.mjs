// node scripts/mutate.mjs [--schedules N] [--seed S] [--seeds N] [--only NAME] [--write]: plants the bugs of marble-tests/simulation/mutants.ts into a
// bundle of the simulation, one after the other, and counts the schedules until an invariant breaks. `--small [--writes N]` plants those that
// are marked for it into the small model instead, and counts its states until then. The exit code is 1 when one is not found. Called by
// `npm run simulate -- --mutants`.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { bundleForNode } from "./bundle.mjs";

const root = resolve(import.meta.dirname, "..");
process.chdir(root);
const folder = join("marble-tests", "simulation");
const args = process.argv.slice(2);
const option = (name, otherwise) => (args.includes(name) ? args[args.indexOf(name) + 1] : otherwise);
const schedules = Number(option("--schedules", 5_000));
const first = Number(option("--seed", 1));
const small = args.includes("--small");
const seeds = Array.from({ length: small ? 1 : Number(option("--seeds", 3)) }, (_, index) => first + index);

const list = join("build", "simulation", "mutants.js");
await bundleForNode(join(folder, "mutants.ts"), list);
const { mutants } = await import(pathToFileURL(resolve(list)).href);
const only = option("--only", "");
const chosen = mutants.filter((mutant) => mutant.name.includes(only) && (!small || mutant.inSmall === true));

/** Replaces the pieces of source while they are loaded; one that is not there exactly once is an error. */
function planted({ name, patches }) {
  const left = new Set(patches);
  return {
    name: "planted",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = relative(root, path);
        const here = patches.filter((patch) => patch.file === file);
        if (here.length === 0) return undefined;
        let contents = readFileSync(path, "utf8");
        for (const patch of here) {
          const pieces = contents.split(patch.find);
          if (pieces.length !== 2)
            return { errors: [{ text: `mutant "${name}": ${pieces.length - 1} places in ${file} say ${patch.find}` }] };
          contents = pieces.join(patch.replace);
          left.delete(patch);
        }
        return { contents, loader: "ts" };
      });
      build.onEnd(({ errors }) =>
        left.size > 0 && errors.length === 0
          ? { errors: [{ text: `mutant "${name}": ${[...left].map(({ file }) => file).join(", ")} is not loaded` }] }
          : undefined,
      );
    },
  };
}

const run = (program, seed) =>
  new Promise((done) => {
    const how = small ? ["--writes", option("--writes", 1)] : ["--fast", "--schedules", schedules, "--seed", seed];
    const child = spawn(process.execPath, [program, ...how]);
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.on("close", () => {
      const [, count, violations] = /(?:schedules|states): (\d+), violations: (\d+)/.exec(output) ?? [];
      const invariant = /^invariant: (\S+)/m.exec(output)?.[1] ?? "it stops";
      done(violations === "0" ? undefined : { count: Number(count ?? 1), invariant });
    });
  });

const rows = [];
let missed = 0;
for (const [index, mutant] of chosen.entries()) {
  const program = join("build", "simulation", `mutant-${index}.js`);
  await bundleForNode(join(folder, small ? "small-command.ts" : "command.ts"), program, [planted(mutant)]).catch(() =>
    process.exit(1),
  );
  const found = await Promise.all(seeds.map((seed) => run(program, seed)));
  if (found.includes(undefined)) missed += 1;
  const counts = found.map((each) => each?.count ?? (small ? "none" : `> ${schedules}`)).join(", ");
  const invariants = [...new Set(found.flatMap((each) => (each === undefined ? [] : [each.invariant])))].join(", ");
  rows.push(`| ${mutant.name} | ${mutant.why} | ${counts} | ${invariants} |`);
  console.error(rows.at(-1));
}

const table = [
  `| bug | what it takes away | ${small ? "states" : `schedules until found, seeds ${seeds.join(", ")}`} | invariant |`,
  "| --- | --- | --- | --- |",
  ...rows,
].join("\n");
console.log(table);
console.log(`mutants: ${chosen.length}, not found with every seed: ${missed}`);
if (args.includes("--write")) {
  const file = join(folder, small ? "SMALL-MODEL.md" : "MUTANTS.md");
  const [head] = readFileSync(file, "utf8").split("\n| ");
  writeFileSync(file, `${head}\n${table}\n`);
}
process.exitCode = missed > 0 ? 1 : 0;

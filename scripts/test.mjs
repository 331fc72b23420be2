// node scripts/test.mjs <project…> [jest options and file names]: the named projects of jest.config.js.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

import config from "../jest.config.js";
import { extract } from "./snippets.mjs";

const known = new Set(config.projects.map(({ displayName }) => displayName));
const args = process.argv.slice(2);
const end = args.findIndex((arg) => !known.has(arg));
const projects = end === -1 ? args : args.slice(0, end);
const rest = end === -1 ? [] : args.slice(end);

if (projects.length === 0) {
  console.error(`usage: node scripts/test.mjs <project…> [jest options]; projects: ${[...known].join(", ")}`);
  process.exit(2);
}

if (projects.includes("browser")) {
  const chromium = (process.env.CHROMIUM_PATH ??= "/usr/bin/chromium");
  if (!existsSync(chromium)) {
    console.error(
      `test:browser: no Chromium at ${chromium}. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.`,
    );
    process.exit(1);
  }
}

if (projects.includes("docs")) extract();

const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
const jest = "node_modules/jest/bin/jest.js";
// jest leaves one core idle, which on two is half of them; browsers need theirs, and build into the same folder
const workers = projects.includes("browser") ? "--maxWorkers=1" : "--maxWorkers=100%";
const run = spawnSync(process.execPath, [...flags, jest, workers, ...rest, "--selectProjects", ...projects], {
  stdio: "inherit",
});
process.exit(run.status ?? 1);

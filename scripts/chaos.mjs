// node scripts/chaos.mjs --bundle | [--seconds N] [--seed S] [--clients N] [--browsers N] [--rest MS] [--calm MS]: a server process and many clients, two of them in
// real browsers, behind a proxy that resets, cuts, throttles and swallows their lines, while the server is restarted, killed and stopped
// (marble-tests/chaos). Ends with `writes: N, lost: L, doubled: D, diverged: V`; the exit code is 1 unless the last three are 0.
// With `--bundle` it only bundles the programs.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { bundleForBrowser, bundleForNode } from "./bundle.mjs";

process.chdir(resolve(import.meta.dirname, ".."));

const args = process.argv.slice(2);
const chromium = (process.env.CHROMIUM_PATH ??= "/usr/bin/chromium");
const onlyBundles = args.includes("--bundle");
const wantsNone =
  onlyBundles || args.some((arg, index) => arg === "--browsers=0" || (arg === "--browsers" && args[index + 1] === "0"));
if (!wantsNone && !existsSync(chromium)) {
  console.error(
    `chaos: no Chromium at ${chromium}. Install it (Debian: apt-get install chromium), set CHROMIUM_PATH, or give --browsers 0.`,
  );
  process.exit(1);
}

const source = (name) => join("marble-tests", "chaos", `${name}.ts`);
const built = (name) => join("build", "chaos", `${name}.js`);
await Promise.all([
  ...["chaos", "server-program", "client-program"].map((name) => bundleForNode(source(name), built(name))),
  bundleForBrowser(source("page-program"), built("page-program")),
]).catch(() => process.exit(1));
if (onlyBundles) process.exit(0);
const run = spawnSync(process.execPath, ["--enable-source-maps", built("chaos"), ...args], { stdio: "inherit" });
process.exit(run.status ?? 1);

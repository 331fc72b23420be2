// node scripts/bench.mjs <name> [options]: bundles bench/<name>.ts and runs it with --expose-gc; the options are the benchmark's.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { bundleForNode } from "./bundle.mjs";

process.chdir(resolve(import.meta.dirname, ".."));

const [name, ...options] = process.argv.slice(2);
const source = join("bench", `${name}.ts`);
if (!name || !existsSync(source)) {
  const names = existsSync("bench") ? readdirSync("bench").filter((file) => file.endsWith(".ts")) : [];
  console.error(
    `usage: npm run bench -- <name> [--json]; in bench/ are: ${names.map((file) => file.slice(0, -3)).join(", ")}`,
  );
  process.exit(2);
}

const program = join("build", "bench", `${name}.js`);
await bundleForNode(source, program).catch(() => process.exit(1));
const flags = ["--expose-gc", "--enable-source-maps"];
const run = spawnSync(process.execPath, [...flags, program, ...options], {
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
process.exit(run.status ?? 1);

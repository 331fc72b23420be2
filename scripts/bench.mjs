// node scripts/bench.mjs <name> [options]: bundles bench/<name>.ts and runs it with --expose-gc; the options are the benchmark's.
// What only benchmarks compare with is in bench/package.json, and installed here when it is missing or older than its lock.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { bundleForNode } from "./bundle.mjs";

process.chdir(resolve(import.meta.dirname, ".."));

const [name, ...options] = process.argv.slice(2);
const source = join("bench", `${name}.ts`);
if (!name || name === "harness" || !existsSync(source)) {
  const files = readdirSync("bench").filter((file) => file.endsWith(".ts") && file !== "harness.ts");
  console.error(
    `usage: npm run bench -- <name> [--json]; in bench/ are: ${files.map((file) => basename(file, ".ts")).join(", ")}`,
  );
  process.exit(2);
}

installPeers();

const program = join("build", "bench", `${name}.js`);
const peers = join("bench", "peers");
const workers = readdirSync(peers).filter((file) => file.endsWith(".worker.ts"));
await Promise.all([
  bundleForNode(source, program),
  ...workers.map((file) => bundleForNode(join(peers, file), join("build", "bench", file.replace(/ts$/, "js")))),
]).catch(() => process.exit(1));
const flags = ["--expose-gc", "--enable-source-maps"];
const run = spawnSync(process.execPath, [...flags, program, ...options], {
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
process.exit(run.status ?? 1);

/** Says so when it fails: a peer that is not there is left out. */
function installPeers() {
  const installed = join("bench", "node_modules", ".package-lock.json");
  const lock = join("bench", "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error("bench: installing what is compared with: npm ci --prefix bench");
  const npm = spawnSync("npm", ["ci", "--prefix", "bench", "--ignore-scripts"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (npm.status !== 0) console.error("bench: that failed; what is not installed is not compared with.");
}

// node scripts/check.mjs: every check that needs no build, two at a time. What each prints is shown when it fails; alone each is
// `npm run check:<name>`.
import { spawn } from "node:child_process";

const checks = ["types", "types-7", "lint", "format", "floors", "files", "snippets"];
const waiting = [...checks];
const failed = [];
const colours = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};

function run(name) {
  const started = performance.now();
  let output = "";
  const child = spawn("npm", ["run", "--silent", `check:${name}`], { env: { ...process.env, ...colours } });
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  return new Promise((done) => {
    child.on("close", (status) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`check:${name} ${status === 0 ? "ok" : "FAILED"} (${seconds} s)`);
      if (status !== 0) {
        failed.push(name);
        console.log(output.trimEnd().replaceAll(/^/gm, "  "));
      } else if (/^\w+: /.test(output)) console.log(`  ${output.trim()}`);
      done();
    });
  });
}

async function worker() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await run(name);
}

await Promise.all([worker(), worker()]);
console.log(
  failed.length === 0 ? "check: all good" : `check: ${failed.map((name) => `check:${name}`).join(", ")} failed`,
);
process.exit(failed.length === 0 ? 0 : 1);

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createPatch } from "ws-sync-rx";
import { inputSeed, random } from "../fuzz/random.ts";
import { ChaosRun } from "./chaos-run.ts";
import type { Injected } from "./lane-faults.ts";
import { serverFaults } from "./server-faults.ts";
import { ServerHost } from "./server-host.ts";
import { falseAlarms, summary } from "./summary.ts";
import { judge } from "./verdict.ts";
import { within } from "./within.ts";

// npm run chaos: starts everything, lets it go wrong, heals it, and compares what everybody was told with what there is.

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "90" },
    seed: { type: "string", default: "1" },
    clients: { type: "string", default: "50" },
    browsers: { type: "string", default: "2" },
    rest: { type: "string", default: "2000" },
    calm: { type: "string", default: "12000" },
  },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
const [clients, browsers] = [Number(values.clients), Number(values.browsers)];
const [rest, calm] = [Number(values.rest), Number(values.calm)];
if (!(seconds > 0) || ![seed, clients, browsers, rest, calm].every(Number.isInteger) || clients + browsers < 1) {
  console.error(
    "usage: npm run chaos -- [--seconds N] [--seed S] [--clients N] [--browsers N] [--rest MS] [--calm MS]",
  );
  process.exit(2);
}

/** ms that everything may take on a slow machine before it counts as never: nothing here measures speed */
const PATIENCE = 180_000;
/** findings that are printed of each kind */
const SHOWN = 10;

const folder = mkdtempSync(join(tmpdir(), "chaos-"));
const injected: Injected[] = [];
const built = import.meta.dirname;
const host = new ServerHost(join(built, "server-program.js"), folder, (fault) => injected.push(fault));
const run = new ChaosRun({ seed, clients, browsers, rest, calm, built }, host, injected);

function show(kind: string, findings: readonly string[]): void {
  for (const finding of findings.slice(0, SHOWN)) console.log(`${kind}: ${finding}`);
  if (findings.length > SHOWN) console.log(`${kind}: and ${findings.length - SHOWN} more`);
}

/** Waits for the outcomes of everything; what has none by then is lost. */
async function settle(): Promise<void> {
  await within(PATIENCE, "waiting for the last outcome", run.stop()).catch(async (error: unknown) => {
    console.log(String(error));
    show(
      "waiting",
      (await run.waiting()).filter((line) => !line.includes("live , 0 without an outcome, outbox: ")),
    );
  });
}

/** @returns the clients that do not show what the server has */
async function diverged(): Promise<readonly string[]> {
  const truth = await host.program.call("mark", { marker: `the end of ${seed}` });
  const seen = await run.seen(`the end of ${seed}`, PATIENCE);
  const wrong = seen.filter(([, print]) => print !== truth).map(([name, print]) => `${name}: ${print}, not ${truth}`);
  const [first] = seen.find(([, print]) => print !== truth) ?? [];
  if (first !== undefined) {
    const { board } = await host.program.call("truth", undefined);
    const patch = createPatch(await run.board(first), board);
    console.log(`${first} needs ${JSON.stringify(patch).slice(0, 2_000)}`);
  }
  return wrong;
}

async function chaos(): Promise<boolean> {
  await host.ready();
  await within(PATIENCE, "beginning", run.begin());
  console.log(`chaos: seed ${seed}, ${clients} clients and ${browsers} browsers, ${seconds} s`);
  const end = wait(seconds * 1_000);
  run.strike();
  await Promise.all([end, serverFaults(host, random(inputSeed(seed, 1)), seconds)]);
  run.heal();
  await settle();
  const different = await diverged();
  const reports = await run.reports();
  const all = reports.flatMap(({ asked }) => asked);
  const { lost, doubled, disordered } = judge(all, await host.program.call("truth", undefined));
  await host.note();
  for (const line of summary(reports, injected)) console.log(line);
  const alarms = falseAlarms(reports, host.heartbeatCloses, injected);
  console.log(`closed for silence without a fault: ${alarms.length}`);
  show("false alarm", alarms);
  const mebibytes = [host.rss, ...(await run.rss())].map((kilobytes) => Math.round(kilobytes / 1_024));
  console.log(`peak memory in MiB: server ${mebibytes[0] ?? 0}, clients ${mebibytes.slice(1).join(" and ")}`);
  const noticed = reports.filter((report) => report.diverged > 0).map(({ name }) => `${name}: noticed by the hash`);
  const apart = [...different, ...noticed, ...disordered];
  show("lost", lost);
  show("doubled", doubled);
  show("diverged", apart);
  await run.close();
  await host.close();
  const problems = [...host.problems, ...run.problems];
  show("problem", problems);
  console.log(`writes: ${all.length}, lost: ${lost.length}, doubled: ${doubled.length}, diverged: ${apart.length}`);
  return lost.length + doubled.length + apart.length + problems.length === 0;
}

try {
  process.exitCode = (await chaos()) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

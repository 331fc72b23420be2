import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { inputSeed } from "../random.ts";
import { progressReader, PROGRESS_FD } from "./progress.ts";

/** What is fuzzed, for how long, and what an input may take. */
export interface SuperviseOptions {
  /** the bundled `fuzz-worker` */
  readonly program: string;
  readonly target: string;
  readonly seed: number;
  /** ends after so many seconds, or */
  readonly seconds: number;
  /** after so many inputs */
  readonly inputs: number;
  /** true when what an input does depends on those before it: they are played again as well @default false */
  readonly stateful?: boolean;
  /** ms an input may take before its process is killed @default 2,000 */
  readonly budget?: number;
  /** MB of heap a process may have @default 512 */
  readonly heap?: number;
  /** the run is given up after so many crashes @default 20 */
  readonly enough?: number;
}

/** What a run found. */
export interface FuzzReport {
  readonly inputs: number;
  /** a text for each input that broke a promise, took too long or ended its process, with its seed */
  readonly crashes: readonly string[];
}

/** How often is looked whether an input takes too long, in ms. */
const LOOK_EVERY = 100;

/**
 * Fuzzes a target in a process of its own, and starts another one behind every input that ends it or has to be killed.
 *
 * ```
 * process 1   i0 i1 i2 - - - - K              i2 takes longer than its budget: killed, reported
 * process 2                      i3 i4 x      i4 runs out of memory: reported
 * process 3                              i5 i6 ...
 * ```
 *
 * @throws Error when a process ends before its first input: that is no finding
 */
export async function supervise(options: SuperviseOptions): Promise<FuzzReport> {
  const { target, seed, seconds, inputs, stateful = false, enough = 20 } = options;
  const crashes: string[] = [];
  const end = performance.now() + seconds * 1_000;
  let next = 0;
  for (;;) {
    const left = (end - performance.now()) / 1_000;
    if (left <= 0 || next >= inputs || crashes.length >= enough) return { inputs: next, crashes };
    const run = await runFrom(next, left, options);
    crashes.push(
      ...run.crashes.map(({ input, detail }) => {
        const [from, count] = stateful ? [seed, input + 1] : [inputSeed(seed, input), 1];
        const replay = `npm run fuzz -- --target ${target} --seed ${from} --inputs ${count}`;
        return `${target}, input ${input}: ${detail}\n  again: ${replay}`;
      }),
    );
    next = run.next;
  }
}

interface Crash {
  readonly input: number;
  readonly detail: string;
}

/** One process, to its end. */
async function runFrom(
  first: number,
  seconds: number,
  { program, target, seed, inputs, budget = 2_000, heap = 512, enough = 20 }: SuperviseOptions,
): Promise<{ readonly next: number; readonly crashes: readonly Crash[] }> {
  const args = { target, seed, first, inputs: inputs - first, seconds };
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heap}`, program, ...Object.entries(args).map(([name, value]) => `--${name}=${value}`)],
    // a group of its own, so that what the target has started is ended with it
    { stdio: ["ignore", "ignore", "pipe", "pipe"], detached: true },
  );
  const killOnExit = () => killGroup(child);
  process.once("exit", killOnExit);

  const crashes: Crash[] = [];
  const seen: { input?: number; ended: boolean; since: number } = { ended: false, since: performance.now() };
  const read = progressReader((progress) => {
    seen.since = performance.now();
    if (progress.kind === "begin") seen.input = progress.input;
    else if (progress.kind === "crash") crashes.push(progress);
    else seen.ended = true;
    if (crashes.length >= enough) killGroup(child);
  });
  const progress = child.stdio[PROGRESS_FD] as Readable;
  progress.setEncoding("utf8").on("data", read);
  child.once("exit", () => killGroup(child));

  let late = false as boolean;
  const isLate = () => !seen.ended && seen.input !== undefined && performance.now() - seen.since > budget;
  const look = setInterval(() => {
    if (!isLate()) return;
    // this process may have been the one that stood still: only after what has come in is read, the input is late
    setImmediate(() => {
      late = isLate();
      if (late) killGroup(child);
    });
  }, LOOK_EVERY);
  const said = child.stderr === null ? "" : text(child.stderr);
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  clearInterval(look);
  process.off("exit", killOnExit);

  const { input, ended } = seen;
  if (input === undefined) {
    if (ended) return { next: first, crashes };
    throw new Error(`fuzz: the process of ${target} ended before its first input (${code ?? signal}): ${await said}`);
  }
  if (!ended && late) crashes.push({ input, detail: `took more than ${budget} ms and was killed` });
  else if (!ended && crashes.length < enough) {
    crashes.push({ input, detail: `ended its process (${code ?? signal}): ${reason(await said)}` });
  }
  return { next: input + 1, crashes };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // it is gone
  }
}

/** The line of an error output that says most. */
function reason(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => /error|fatal/i.test(line)) ?? lines.at(-1) ?? "it said nothing").trim().slice(0, 400);
}

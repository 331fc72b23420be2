import { writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { codecTarget } from "../codec-target.ts";
import type { FuzzTarget } from "../fuzz-target.ts";
import { patchTarget } from "../patch-target.ts";
import { inputSeed, random } from "../random.ts";
import { plantedTarget } from "./planted-target.ts";
import { type Progress, PROGRESS_FD } from "./progress.ts";
import { serverTarget } from "./server-target.ts";

// One target, one input after the other, in a process of its own: whoever watches it may kill it at any time.

const { values } = parseArgs({
  options: {
    target: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
    first: { type: "string", default: "0" },
    inputs: { type: "string", default: "Infinity" },
    seconds: { type: "string", default: "Infinity" },
  },
});
/** Characters of a finding that are printed: its seed says the rest. */
const LONGEST = 4_000;

const [seed, first] = [Number(values.seed), Number(values.first)];
const [last, seconds] = [first + Number(values.inputs), Number(values.seconds)];

/** Synchronous, so that it is out before an input that never ends. */
function tell(progress: Progress): void {
  writeSync(PROGRESS_FD, `${JSON.stringify(progress)}\n`);
}

async function open(name: string): Promise<FuzzTarget> {
  switch (name) {
    case "patch":
      return patchTarget;
    case "codec":
      return codecTarget();
    case "server":
      return serverTarget();
    case "planted":
      return plantedTarget;
    default:
      throw new Error(`There is no target ${name}: patch, codec and server are fuzzed.`);
  }
}

const target = await open(values.target);
const end = performance.now() + seconds * 1_000;

/** Tells what an input has broken. */
async function guarded(input: number, work: () => void | Promise<void>): Promise<void> {
  try {
    const pending = work();
    if (pending !== undefined) await pending;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    tell({ kind: "crash", input, detail: detail.slice(0, LONGEST) });
  }
}

let input = first;
while (input < last && performance.now() < end) {
  tell({ kind: "begin", input });
  await guarded(input, () => target.input(random(inputSeed(seed, input))));
  input += 1;
}
await guarded(Math.max(first, input - 1), () => target.close?.());
tell({ kind: "end" });
process.exit(0);

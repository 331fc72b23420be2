import { parentPort, workerData } from "node:worker_threads";
import { median } from "../harness.ts";
import { slowDiffers } from "./differs.ts";
import type { LimitedResult, LimitedTask } from "./limited.ts";

/** ms to go on for, once the first run is through. */
const LONG_ENOUGH = 300;

const {
  name,
  states: [before, after],
} = workerData as LimitedTask;
const differ = (await slowDiffers()).get(name);

parentPort?.postMessage("ready");
parentPort?.postMessage(differ === undefined ? "not installed" : run(() => differ(before, after)));

function run(diff: () => unknown): LimitedResult | string {
  try {
    const samples: number[] = [];
    const begin = performance.now();
    let output: unknown;
    do {
      const start = performance.now();
      output = diff();
      samples.push((performance.now() - start) * 1_000);
    } while (performance.now() - begin < LONG_ENOUGH);
    const operations = Array.isArray(output) ? output.length : undefined;
    return { micros: median(samples), bytes: Buffer.byteLength(JSON.stringify(output)), operations };
  } catch (error) {
    return error instanceof RangeError && error.message.includes("call stack") ? "stack overflow" : String(error);
  }
}

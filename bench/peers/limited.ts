import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** ms a differ has for one workload, and MB of heap. */
const LIMIT = { ms: 2_000, heap: 1_024 } as const;

/** What a `limited.worker` is given. */
export interface LimitedTask {
  readonly name: string;
  /** both in one message, so that what they share stays shared */
  readonly states: readonly [before: unknown, after: unknown];
}

/** What it found: the median of its runs, and the size of what it would send. */
export interface LimitedResult {
  readonly micros: number;
  readonly bytes: number;
  readonly operations: number | undefined;
}

/**
 * Runs a differ in a thread of its own, which is ended when the time is over.
 *
 * @returns its figures, or why there are none
 */
export async function limited(name: string, before: unknown, after: unknown): Promise<LimitedResult | string> {
  const task: LimitedTask = { name, states: [before, after] };
  const worker = new Worker(new URL("limited.worker.js", import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: LIMIT.heap },
  });
  try {
    await once(worker, "message");
    const signal = AbortSignal.timeout(LIMIT.ms);
    const result = once(worker, "message", { signal }).catch((error: unknown) => {
      if (signal.aborted) return [`> ${LIMIT.ms / 1_000} s`];
      throw error;
    });
    const [found] = (await result) as [LimitedResult | string];
    return found;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
      ? "out of memory"
      : String(error);
  } finally {
    await worker.terminate();
  }
}

import type { Watch } from "./violation.ts";

/** Runs a task. An error that nobody catches is noted: rxjs throws it when the platform's clock comes to it, which is too late to know whose it was. */
export function withoutUncaught(run: () => void, watch: Watch): void {
  const { setTimeout } = globalThis;
  Reflect.set(globalThis, "setTimeout", (task: () => void): void => {
    try {
      task();
    } catch (error) {
      watch.fail("I17", String(error));
    }
  });
  try {
    run();
  } finally {
    Reflect.set(globalThis, "setTimeout", setTimeout);
  }
}

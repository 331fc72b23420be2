import { type Observable, timer } from "rxjs";
import { onCancel, remoteAction, remoteTask, type Sync, syncOnly } from "ws-sync-rx/decorators";
import { AS_ORIGINAL } from "./as-original.ts";

/** Names of Python, shown to the page in its own case: `currentDay`, `longSnakeName`, `runningTasks`. A given name, `size`, stays as it is. */
@syncOnly(
  "CAMEL",
  { current_day: true, length: "size", long_snake_name: true },
  { ...AS_ORIGINAL, casing: "camel", exposeRunningTasks: true },
)
export class Camel {
  declare readonly sync: Sync;
  current_day = "monday";
  length = 0;
  long_snake_name = "x";

  @remoteAction("NEXT_DAY") nextDay(): void {
    this.current_day = "tuesday";
    this.sync();
  }

  @remoteTask("FAST_FORWARD") *fastForward({
    steps = 4,
    delay = 0.05,
  }: {
    readonly steps?: number;
    readonly delay?: number;
  }) {
    for (let step = 0; step < steps; step += 1) {
      this.length += 1;
      this.sync();
      yield timer(delay * 1_000);
    }
    this.sync.toast("Fast forward complete!", "success");
  }

  /** Runs before the task leaves the list; the two changes then share one patch. */
  @onCancel("FAST_FORWARD") stopped(): void {
    this.current_day = "stopped";
  }

  /** A task as an observable: a cancel unsubscribes it. */
  @remoteTask("SLEEP") sleep({ seconds = 60 }: { readonly seconds?: number }): Observable<unknown> {
    return timer(seconds * 1_000);
  }

  @remoteTask("FAIL") fail(): never {
    throw new Error("This task fails.");
  }
}

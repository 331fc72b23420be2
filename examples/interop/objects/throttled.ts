import { timer } from "rxjs";
import { remoteAction, type Sync, syncAll } from "ws-sync-rx/decorators";
import { AS_ORIGINAL } from "./as-original.ts";

/** Changes faster than anybody wants to hear of: the first change goes at once, the last one always. */
@syncAll("THROTTLED", { ...AS_ORIGINAL, exposeRunningTasks: true })
export class Throttled {
  declare readonly sync: Sync;
  ticks = 0;

  @remoteAction("BURST") *burst({
    n,
    gap,
    window,
  }: {
    readonly n: number;
    readonly gap: number;
    readonly window: number;
  }) {
    for (let at = 0; at < n; at += 1) {
      this.ticks += 1;
      this.sync({ throttle: window * 1_000 });
      yield timer(gap * 1_000);
    }
  }

  @remoteAction("FLUSH") flush(): void {
    this.sync();
  }
}

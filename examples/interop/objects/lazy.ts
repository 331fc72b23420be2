import { remoteAction, type Sync, syncAll } from "ws-sync-rx/decorators";
import { AS_ORIGINAL } from "./as-original.ts";

/** Not sent until somebody asks for it. */
@syncAll("LAZY", { ...AS_ORIGINAL, sendOnInit: false })
export class Lazy {
  declare readonly sync: Sync;
  value = 0;

  @remoteAction("INC") increment(): void {
    this.value += 1;
    this.sync();
  }
}

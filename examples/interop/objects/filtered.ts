import { type Observable, timer } from "rxjs";
import { remoteTask, syncAll } from "ws-sync-rx/decorators";
import { AS_ORIGINAL } from "./as-original.ts";

/** All public members but one, and a private one under a public name. */
@syncAll("FILTERED", {
  ...AS_ORIGINAL,
  include: { _secret: "revealed" },
  exclude: ["hidden"],
  exposeRunningTasks: true,
})
export class Filtered {
  shown = 1;
  hidden = 2;
  _secret = 3;

  @remoteTask("WAIT") wait({ seconds = 60 }: { readonly seconds?: number }): Observable<unknown> {
    return timer(seconds * 1_000);
  }
}

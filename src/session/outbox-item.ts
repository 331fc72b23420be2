import type { SchedulerLike, Subscription } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import type { Issue, RequestCode } from "../protocol/reply.ts";
import { RequestError } from "../protocol/request-error.ts";
import type { OutboxEntry } from "./outbox-entry.ts";
import type { Request, Settled } from "./request.ts";

/** A request on its way through the outbox. */
export class OutboxItem {
  state: "waiting" | "sent" | "over" = "waiting";
  /** under which it was sent */
  id = 0;
  /** as it was sent: it is sent again as it is */
  event: SyncEvent | undefined;
  /** whether what says so is kept, where it is kept beyond this page: only then does it go out */
  safe = false;
  /** runs until it fails with `timeout` */
  patience: Subscription | undefined;
  #size: number | undefined;

  /**
   * @param order where it stands among all requests
   * @param since when it was made, in ms of the session's clock
   */
  constructor(
    readonly request: Request,
    readonly order: number,
    readonly since: number,
  ) {}

  /** About how many characters it will have; asked only of what has to wait. */
  get size(): number {
    this.#size ??= this.request.size?.() ?? 0;
    return this.#size;
  }

  /** Its end, where it was not done. */
  failed(code: RequestCode, message: string, issues: readonly Issue[] = []): Settled {
    return { kind: "failed", error: new RequestError(this.request.name, { code, message, issues }) };
  }

  /** As those see it who look at the outbox. */
  listed(cancel: () => boolean): OutboxEntry {
    const { request, state, since } = this;
    return { name: request.name, state: state === "sent" ? "sent" : "waiting", since, cancel };
  }

  /** Fails it when its answer does not come in time, where its author has set a time. */
  wait(scheduler: SchedulerLike, expired: (message: string) => void): void {
    const { timeout } = this.request;
    if (timeout === undefined || !Number.isFinite(timeout)) return;
    this.patience = scheduler.schedule(() => {
      expired(`the server did not answer within ${timeout} ms; it may or may not have been done`);
    }, timeout);
  }
}

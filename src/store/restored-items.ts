import type { Observer } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import { RequestError } from "../protocol/request-error.ts";
import { OutboxItem } from "../session/outbox-item.ts";
import type { Request, Settled } from "../session/request.ts";
import type { KeptEntry } from "./outbox-record.ts";
import { RestoredLane } from "./restored-lane.ts";

/** What became of a request that an earlier page has made. */
export interface RestoredOutcome {
  /** such as `_ACTION:NOTES rename` */
  readonly name: string;
  /** when it was made, in ms of the session's clock */
  readonly since: number;
  /** as it was, or would have been, sent */
  readonly event: SyncEvent;
  /** its end: `done` with a value, `failed` with an error, or `sent` to an original server, which gives no answers */
  readonly end: Settled;
}

/** ms after which nobody expects any more that a request is still made */
const MOST_AGE = 86_400_000;

/** How kept requests come back. */
export interface RestoreOptions {
  /** whether this client goes by the name of the one that has sent them */
  readonly succeeds: boolean;
  /** whether the page that made them is certainly gone */
  readonly alone: boolean;
  /** ms of the session's clock */
  readonly now: number;
  /** told what became of each */
  readonly outcomeObserver: Pick<Observer<RestoredOutcome>, "next">;
}

/** Requests of an earlier page as requests of this one. Those that may not be sent any more are told as failed, and left out. */
export function restoredItems(entries: readonly KeptEntry[], options: RestoreOptions): readonly OutboxItem[] {
  const { succeeds, alone, now, outcomeObserver } = options;
  const lanes = new Map<string, RestoredLane>();
  // no page shows what those before it have left, so a write was made on top of those of its own page only
  const laneOf = ({ lane: name = "", pagesAgo = 0 }: KeptEntry): RestoredLane => {
    const key = `${pagesAgo} ${name}`;
    const lane = lanes.get(key) ?? new RestoredLane();
    lanes.set(key, lane);
    return lane;
  };
  const over = ({ name, since, event }: KeptEntry, end: Settled): void => {
    outcomeObserver.next({ name, since, event, end });
  };
  const requestOf = (entry: KeptEntry): Request => {
    const { name, event, beneath, lane, pagesAgo = 0, timeout, lasting } = entry;
    const writes = lane === undefined ? undefined : laneOf(entry);
    if (entry.id !== undefined) writes?.sent(event);
    return {
      name,
      ...(lane === undefined ? {} : { lane }),
      pagesAgo: pagesAgo + 1,
      ...(timeout === undefined ? {} : { timeout }),
      ...(lasting === undefined ? {} : { lasting }),
      event: (version) => writes?.event(name, event, version) ?? event,
      kept: () => beneath ?? event,
      settled: (end) => {
        writes?.settled(beneath ?? event, end);
        over(entry, end);
        return undefined;
      },
    };
  };

  return entries.flatMap((entry, index) => {
    const why = reasonAgainst(entry, { succeeds, alone, now });
    if (why !== undefined) {
      // those behind it were made on top of it
      if (entry.lane !== undefined) laneOf(entry).settled(entry.beneath ?? entry.event, { kind: "failed", error: why });
      over(entry, { kind: "failed", error: why });
      return [];
    }
    // before all that this page makes, and each in its place also where a server gives it back
    const item = new OutboxItem(requestOf(entry), index - entries.length, entry.since);
    if (entry.id !== undefined) Object.assign(item, { state: "sent", id: entry.id, event: entry.event, safe: true });
    return [item];
  });
}

function reasonAgainst(
  entry: KeptEntry,
  { succeeds, alone, now }: Omit<RestoreOptions, "outcomeObserver">,
): RequestError | undefined {
  const { name, id, since, event } = entry;
  const error = (code: "interrupted" | "timeout" | "cancelled", message: string): RequestError =>
    new RequestError(name, { code, message });
  if (!alone) return error("interrupted", "the page that made it may still be there, and send it");
  // the cancel of a task: its start has another number now, or is lost
  if (id === undefined && event.envelope?.re !== undefined && !succeeds)
    return error("cancelled", "what it was about has been interrupted");
  if (id !== undefined && !succeeds)
    return error("interrupted", "the page was left before the answer came; it may or may not have been done");
  if (now - since > MOST_AGE)
    return id === undefined
      ? error("timeout", "it has waited for more than a day, and was not sent")
      : error("interrupted", "it was sent more than a day ago, and no answer came");
  return undefined;
}

import { EventType, type SyncEvent } from "../protocol/events.ts";
import { isRecord } from "../protocol/is-record.ts";

/** ms, the longest window that a `_DRAIN` is taken at its word for */
const LONGEST_WINDOW = 600_000;

/** `_PING {n}`, asks for a `_PONG {n}` (PROTOCOL.md, "`_PING`, `_PONG`"). */
export function pingEvent(count: number): SyncEvent {
  return { type: EventType.ping, data: { n: count } };
}

/** `_PONG {n}`: every `_PING` up to `n`, and all that was sent before it, has arrived (PROTOCOL.md, "`_PING`, `_PONG`"). */
export function pongEvent(count: number): SyncEvent {
  return { type: EventType.pong, data: { n: count } };
}

/** The number of a `_PING` or `_PONG`; 0, which asks and answers nothing in particular, for anything that is none. */
export function countOf({ data }: SyncEvent): number {
  return numberIn(data, "n") ?? 0;
}

/** ms in which clients are to come back, from `_DRAIN {windowMs}`; at most ten minutes, `undefined` when it does not say. */
export function windowOf({ data }: SyncEvent): number | undefined {
  const window = numberIn(data, "windowMs");
  return window === undefined ? undefined : Math.min(Math.max(0, window), LONGEST_WINDOW);
}

function numberIn(data: unknown, name: string): number | undefined {
  const value = isRecord(data) ? data[name] : undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

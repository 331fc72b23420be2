import { HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";

/** One call: the name of what is called, and its named arguments. */
export interface Call {
  readonly name: string;
  readonly args: object;
}

/** Reads the data of a call: its member `type` is the name, all others are arguments. `undefined` when it is no call. */
export function callOf({ data }: SyncEvent): Call | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { type: name, ...args }: { type?: unknown } = data;
  return typeof name === "string" ? { name, args } : undefined;
}

/** What is reported for an event that should be a call and is none. */
export function malformedCall(event: SyncEvent): HandlerError {
  return new HandlerError(
    event.type,
    "reading the call",
    new TypeError(`its data must be {"type": string, ...arguments}`),
  );
}

import { HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { ReplyError } from "../protocol/reply.ts";

/** What the caller is told of a call that could not be read. */
export const MALFORMED: ReplyError = {
  code: "invalid",
  message: `its data must be {"type": string, ...arguments}`,
};

/** What the caller is told of a call that came while an earlier one ran, where only one may. */
export const BUSY: ReplyError = { code: "busy", message: "it runs already" };

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
  return new HandlerError(event.type, "reading the call", new TypeError(MALFORMED.message));
}

/** What is reported for a call that came while an earlier one ran, where only one may. */
export function refusedCall(event: SyncEvent, name: string): HandlerError {
  return new HandlerError(event.type, name, new Error("it runs already, so this call was not taken"));
}

import type { SyncEvent } from "../protocol/events.ts";
import { failure } from "../session/failure.ts";

const calls = new WeakMap<SyncEvent, SyncEvent>();

/** An error as an event, as `failure` makes it, that remembers the call it came of. */
export function failedCall(call: SyncEvent, error: Error): SyncEvent {
  const event = failure(error);
  calls.set(event, call);
  return event;
}

/** The call that failed, for an event that `failedCall` made. */
export function callThatFailed(event: SyncEvent): SyncEvent | undefined {
  return calls.get(event);
}

import type { SyncEvent } from "../protocol/events.ts";
import { lineOf } from "./addressed.ts";
import type { Answer } from "./replies.ts";

/**
 * Claims a request: whoever calls this answers it. A request that nobody has claimed when it has been handed to everybody is answered with
 * `unknown`.
 *
 * @param event as it came from the session
 * @returns `undefined` for an event that wants no answer: it came from an original client, or is no request
 */
export function answerOf(event: SyncEvent): Answer | undefined {
  const id = event.envelope?.id;
  return id === undefined ? undefined : lineOf(event)?.peer?.replies.claim(id);
}

import type { SyncEvent } from "../protocol/events.ts";

const TYPE = "_FAILURE";

/** An error as an event: a pipeline that emits it stays alive, and the session reports it on `errors$` instead of sending it. */
class Failure implements SyncEvent {
  readonly type = TYPE;
  readonly #error: Error;

  constructor(error: Error) {
    this.#error = error;
  }

  static error(event: SyncEvent): Error | undefined {
    return event instanceof Failure ? event.#error : undefined;
  }
}

/** Makes an error an event that never leaves this end. */
export function failure(error: Error): SyncEvent {
  return new Failure(error);
}

/** The error that `failure` made an event of. */
export function errorOf(event: SyncEvent): Error | undefined {
  return Failure.error(event);
}

import type { Envelope } from "../protocol/envelope.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { Line } from "./line.ts";

/**
 * An event that belongs to one line: where it came from, or the only one it goes to. The line is no member of the event, so it never
 * reaches the wire.
 */
class Addressed implements SyncEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly bytes?: Uint8Array;
  readonly envelope?: Envelope;
  readonly #line: Line;
  readonly #event: SyncEvent;

  constructor(event: SyncEvent, line: Line) {
    this.type = event.type;
    if (event.data !== undefined) this.data = event.data;
    if (event.bytes !== undefined) this.bytes = event.bytes;
    if (event.envelope !== undefined) this.envelope = event.envelope;
    this.#line = line;
    this.#event = event;
  }

  static line(event: SyncEvent): Line | undefined {
    return event instanceof Addressed ? event.#line : undefined;
  }

  static plain(event: SyncEvent): SyncEvent {
    return event instanceof Addressed ? event.#event : event;
  }
}

/** The same event, for one line only. */
export function address(event: SyncEvent, line: Line): SyncEvent {
  return new Addressed(Addressed.plain(event), line);
}

/** The line an event came from or goes to; `undefined` for one that goes to all. */
export function lineOf(event: SyncEvent): Line | undefined {
  return Addressed.line(event);
}

/** The event without its line: one object for all the lines it goes to, which is what the codec encodes once. */
export function plain(event: SyncEvent): SyncEvent {
  return Addressed.plain(event);
}

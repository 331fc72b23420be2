import type { SyncEvent } from "./events.ts";
import type { Frames } from "./frame.ts";
import { Given } from "./given.ts";

/**
 * The frames of events, each kept by the event itself, in a private member that nobody else can see: not `JSON.stringify`, no spread,
 * no comparison.
 *
 * A `WeakMap` would do the same. Its entries cost 0.7 us each, with what they add to the collection of garbage, which is more than to make
 * a small frame; a private member costs 0.03 us.
 */
export class KeptFrames extends Given {
  readonly #frames: Frames;

  private constructor(event: SyncEvent, frames: Frames) {
    super(event);
    this.#frames = frames;
  }

  /** The frames kept by an event, if any. */
  static of(event: SyncEvent): Frames | undefined {
    return #frames in event ? event.#frames : undefined;
  }

  /** Keeps the frames of an event. A frozen one keeps none: there are engines that let nothing be added to it. */
  static keep(event: SyncEvent, frames: Frames): void {
    if (Object.isExtensible(event)) new KeptFrames(event, frames);
  }
}

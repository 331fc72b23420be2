import { defer, type OperatorFunction } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import type { SyncKey } from "../protocol/key.ts";
import type { Session } from "../session/session.ts";
import { feed } from "./feed.ts";
import type { RingLimits } from "./ring.ts";
import { differOf, eventsNamed, serve } from "./serve.ts";
import type { ServeOptions } from "./serve-options.ts";

/** How a state is synced. */
export interface SyncOptions extends ServeOptions {
  /** how many deltas are kept for lines that come back */
  readonly ring?: RingLimits;
}

/**
 * Keeps a client's copy of a state in step: the state when a line comes, the difference whenever it changes, the state again for the
 * next line.
 *
 * ```
 * lines                1-------2----
 * state$               a--b--b----c-
 * sync(session, key)   S--D----S--D-    S `_SET:KEY`, D `_PATCH:KEY`; equal states send nothing
 * ```
 *
 * @param session the session whose lines are served
 * @param key names the state on the wire
 */
export function sync<S>(session: Session, key: SyncKey<S>, options: SyncOptions = {}): OperatorFunction<S, SyncEvent> {
  const { ring } = options;
  return (state$) =>
    defer(() => {
      const kept = feed(state$, {
        epoch: () => session.env.id(),
        differ: differOf(options),
        ...(ring === undefined ? {} : { ring }),
      });
      return serve(session, key, kept, eventsNamed<S>(key, options), options);
    });
}

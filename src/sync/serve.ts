import { ignoreElements, map, merge, mergeMap, type Observable, takeUntil } from "rxjs";
import { createMemberPatch } from "../patch/create-member-patch.ts";
import { createPatch } from "../patch/create-patch.ts";
import type { Differ } from "../patch/update.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { patchEvent, setEvent } from "../protocol/event-of.ts";
import { failure } from "../session/failure.ts";
import type { Session } from "../session/session.ts";
import type { Feed, FeedUpdate } from "./feed.ts";
import { serveOriginal } from "./serve-original.ts";
import type { ServeOptions } from "./serve-options.ts";
import { serveVersioned } from "./serve-versioned.ts";
import { versionedEvent } from "./versioned-event.ts";

/** How differences are found. */
export function differOf({ alwaysDelta = false }: ServeOptions): Differ {
  const differ = alwaysDelta ? createMemberPatch : createPatch;
  return (before, after) => differ(before, after, { text: true });
}

/** The events of a feed's updates: one object for all the lines it goes to, so that it is encoded once. */
export interface FeedEvents<S> {
  /** for lines of version 1; the update knows no text operations */
  readonly original: (update: FeedUpdate<S>) => SyncEvent;
  readonly versioned: (update: FeedUpdate<S>) => SyncEvent;
}

/** Names the updates of a feed after a key. */
export function eventsNamed<S>(key: string, { verifyEvery }: ServeOptions = {}): FeedEvents<S> {
  return {
    original: once((update: FeedUpdate<S>) =>
      update.kind === "snapshot" ? setEvent(key, update.state) : patchEvent(key, update.operations),
    ),
    versioned: once((update: FeedUpdate<S>) => versionedEvent(key, update, verifyEvery)),
  };
}

function once<In extends object>(make: (update: In) => SyncEvent): (update: In) => SyncEvent {
  const made = new WeakMap<In, SyncEvent>();
  return (update) => {
    const event = made.get(update) ?? make(update);
    made.set(update, event);
    return event;
  };
}

/**
 * Serves a feed to every line of a session, each from its own position: what it has missed when it comes, deltas while it lasts, what is
 * missing when it asks.
 */
export function serve<S>(
  session: Session,
  key: string,
  feed: Feed<S>,
  events: FeedEvents<S>,
  options: ServeOptions = {},
): Observable<SyncEvent> {
  return merge(
    feed.pipe(ignoreElements()),
    feed.errors$.pipe(map(failure)),
    session.line$.pipe(
      mergeMap((line) => {
        const served$ =
          line.version === 2
            ? serveVersioned(session, key, feed, events.versioned, line, options)
            : serveOriginal(session, key, feed, events.original, line, options);
        return served$.pipe(takeUntil(line.gone$));
      }),
    ),
  );
}

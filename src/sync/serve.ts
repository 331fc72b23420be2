import { ignoreElements, map, merge, mergeMap, Observable, Subscription, takeUntil, timer } from "rxjs";
import { createMemberPatch } from "../patch/create-member-patch.ts";
import { createPatch } from "../patch/create-patch.ts";
import type { Differ } from "../patch/update.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { patchEvent, setEvent } from "../protocol/event-of.ts";
import { keyedType } from "../protocol/key.ts";
import { address, lineOf } from "../session/addressed.ts";
import { failure } from "../session/failure.ts";
import type { Line } from "../session/line.ts";
import type { Session } from "../session/session.ts";
import { Belief, type Correction } from "./belief.ts";
import type { Feed, FeedUpdate } from "./feed.ts";

/** How a state is served to the lines of a session. */
export interface ServeOptions {
  /** whether a new line gets the state at once; otherwise it has to ask with `_GET` @default true */
  readonly sendOnInit?: boolean;
  /** ms of rest after crossing writes until the places in doubt are stated again @default 500 */
  readonly settleAfter?: number;
  /** never a `_SET` where a `_PATCH` will do, even if that is larger: as the original does @default false */
  readonly alwaysDelta?: boolean;
}

/** How differences are found. */
export function differOf({ alwaysDelta = false }: ServeOptions): Differ {
  return alwaysDelta ? createMemberPatch : createPatch;
}

/** The event of a feed's update: one object for all the lines it goes to, so that it is encoded once. */
export type EventOf<S> = (update: FeedUpdate<S>) => SyncEvent;

/** Names the updates of a feed after a key. */
export function eventsNamed<S>(key: string): EventOf<S> {
  const events = new WeakMap<FeedUpdate<S>, SyncEvent>();
  return (update) => {
    const event =
      events.get(update) ??
      (update.kind === "snapshot" ? setEvent(key, update.state) : patchEvent(key, update.operations));
    events.set(update, event);
    return event;
  };
}

/**
 * Serves a feed to every line of a session, each from its own position: a snapshot when it comes, deltas while it lasts, a snapshot
 * when it asks, nothing that it wrote itself.
 */
export function serve<S>(
  session: Session,
  key: string,
  feed: Feed<S>,
  eventOf: EventOf<S>,
  options: ServeOptions = {},
): Observable<SyncEvent> {
  return merge(
    feed.pipe(ignoreElements()),
    feed.errors$.pipe(map(failure)),
    session.line$.pipe(
      mergeMap((line) => serveLine(session, key, feed, eventOf, line, options).pipe(takeUntil(line.gone$))),
    ),
  );
}

function serveLine<S>(
  session: Session,
  key: string,
  feed: Feed<S>,
  eventOf: EventOf<S>,
  line: Line,
  options: ServeOptions,
): Observable<SyncEvent> {
  const { sendOnInit = true, settleAfter = 500 } = options;
  return new Observable((subscriber) => {
    const belief = new Belief<S>(line, differOf(options));
    let rest = new Subscription();
    let misfit = false;

    const send = (correction: Correction<S>): void => {
      if (correction === undefined) return;
      subscriber.next(address(eventFor(correction), line));
      belief.flushed();
    };
    const eventFor = (correction: NonNullable<Correction<S>>): SyncEvent =>
      correction.kind === "shared" ? eventOf(correction.update) : patchEvent(key, correction.operations);
    const whole = (): void => {
      misfit = false;
      if (feed.current !== undefined) send(belief.whole(feed.current));
    };
    const settleLater = (): void => {
      rest.unsubscribe();
      rest = timer(settleAfter, session.env.scheduler).subscribe(() => {
        if (belief.doubtful && feed.current !== undefined) send(belief.settle(feed.current));
      });
      subscriber.add(rest);
    };
    const later = (task: () => void): void => {
      session.enqueue(() => {
        if (!subscriber.closed) task();
      });
    };
    const fromThisLine = (type: string, serveEvent: (event: SyncEvent) => void): void => {
      subscriber.add(
        session.on(keyedType(type, key)).subscribe((event) => {
          if (lineOf(event) === line) serveEvent(event);
        }),
      );
    };
    const wrote = (event: SyncEvent): void => {
      if (belief.wrote(event)) {
        if (belief.doubtful) settleLater();
        return;
      }
      // behind the `_GET` by which `writes` corrects what it refuses: one answer is enough
      misfit = true;
      // (three steps: the event, the `_GET` it may cause, the answer to that)
      later(() => {
        later(() => {
          later(() => {
            if (misfit) whole();
          });
        });
      });
    };

    fromThisLine(EventType.patch, wrote);
    fromThisLine(EventType.set, wrote);
    fromThisLine(EventType.get, () => {
      later(whole);
    });
    if (!sendOnInit && feed.current !== undefined) belief.assume(feed.current);
    subscriber.add(
      feed.from(sendOnInit ? undefined : feed.current?.position).subscribe({
        next: (update) => {
          later(() => {
            send(belief.advance(update));
          });
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
      }),
    );
  });
}

import { Observable, Subscription, timer } from "rxjs";
import { createMemberPatch } from "../patch/create-member-patch.ts";
import { createPatch } from "../patch/create-patch.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { patchEvent } from "../protocol/event-of.ts";
import { keyedType } from "../protocol/key.ts";
import { address, lineOf } from "../session/addressed.ts";
import type { Line } from "../session/line.ts";
import type { Session } from "../session/session.ts";
import { Belief, type Correction } from "./belief.ts";
import type { Feed, FeedUpdate } from "./feed.ts";
import { plainUpdate } from "./plain-update.ts";
import type { ServeOptions } from "./serve-options.ts";

/**
 * Serves a feed to a line of version 1: a snapshot when it comes, deltas while it lasts, a snapshot when it asks, nothing that it wrote
 * itself. The original protocol numbers nothing, so what the client has is a matter of belief (PROTOCOL.md, "Crossing writes").
 */
export function serveOriginal<S>(
  session: Session,
  key: string,
  feed: Feed<S>,
  eventOf: (update: FeedUpdate<S>) => SyncEvent,
  line: Line,
  options: ServeOptions,
): Observable<SyncEvent> {
  const { sendOnInit = true, settleAfter = 500, alwaysDelta = false } = options;
  return new Observable((subscriber) => {
    const belief = new Belief<S>(line, alwaysDelta ? createMemberPatch : createPatch);
    let rest = new Subscription();
    let misfit = false;
    let behind = false;
    let owed = false;

    const send = (correction: Correction<S>): void => {
      if (correction === undefined) return;
      subscriber.next(address(eventFor(correction), line));
      belief.flushed();
    };
    const eventFor = (correction: NonNullable<Correction<S>>): SyncEvent =>
      correction.kind === "shared" ? eventOf(correction.update) : patchEvent(key, correction.operations);
    /** A line that is full gets what has changed in the meantime when it can take more. */
    const advance = (update: FeedUpdate<S>): void => {
      if (line.writable) send(belief.advance(update));
      else behind = true;
    };
    const whole = (): void => {
      misfit = false;
      owed = !line.writable;
      if (!owed && feed.current !== undefined) send(belief.whole(feed.current));
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
    subscriber.add(
      line.writable$.subscribe(() => {
        if (owed) whole();
        else if (behind && feed.current !== undefined) send(belief.advance(feed.current));
        if (!owed) behind = false;
      }),
    );
    if (!sendOnInit && feed.current !== undefined) belief.assume(feed.current);
    subscriber.add(
      feed.from(sendOnInit ? undefined : feed.current?.position).subscribe({
        next: (update) => {
          later(() => {
            advance(plainUpdate(update));
          });
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
      }),
    );
  });
}

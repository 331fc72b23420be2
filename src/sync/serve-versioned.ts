import { Observable } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { patchEvent } from "../protocol/event-of.ts";
import { keyedType } from "../protocol/key.ts";
import type { Position } from "../protocol/position.ts";
import { address, lineOf } from "../session/addressed.ts";
import type { Line } from "../session/line.ts";
import type { Session } from "../session/session.ts";
import type { Feed, FeedUpdate } from "./feed.ts";
import type { ServeOptions } from "./serve-options.ts";
import { noteServed } from "./served-feeds.ts";

/**
 * Serves a feed to a line of version 2: numbered, without guessing what the client has (PROTOCOL.md, "Versions").
 *
 * ```
 * feed          -D1--D2--D3--D4-----
 * line          -----------■■■■■----     ■ full
 * serveVersioned S0-D1-D2-D3---------D4   S0 what was missed, when the line begins
 * ```
 *
 * A line that is full is passed over; when it can take more it gets what it has missed, as one delta or as a snapshot. All that is kept
 * for it is its position.
 */
export function serveVersioned<S>(
  session: Session,
  key: string,
  feed: Feed<S>,
  eventOf: (update: FeedUpdate<S>) => SyncEvent,
  line: Line,
  { sendOnInit = true }: ServeOptions,
): Observable<SyncEvent> {
  return new Observable((subscriber) => {
    const resumed = line.position(key);
    let sent: Position | undefined = resumed;
    let begun = false;
    let behind = false;
    /** the version that a question named: its answer is due also where nothing is missing, since the client asks one question at a time */
    let asked: number | undefined;

    const send = (update: FeedUpdate<S>): void => {
      sent = update.position;
      subscriber.next(address(eventOf(update), line));
    };
    const catchUp = (): void => {
      behind = !line.writable;
      if (behind) return;
      feed.since(sent).updates.forEach(send);
      if (asked !== undefined && asked === sent?.version)
        subscriber.next(address({ ...patchEvent(key, []), envelope: { v: asked, b: asked } }, line));
      asked = undefined;
    };
    const begin = (): void => {
      begun = true;
      if (feed.current === undefined) return;
      const { recovery, updates } = feed.since(sent);
      line.recover(key, recovery);
      updates.forEach(send);
    };
    const advance = (update: FeedUpdate<S>): void => {
      if (!begun || update.position.version <= versionIn(sent, update)) return;
      const fits = update.kind === "delta" && update.base === versionIn(sent, update);
      if (fits && !behind && line.writable) send(update);
      else catchUp();
    };
    const later = (task: () => void): void => {
      session.enqueue(() => {
        if (!subscriber.closed) task();
      });
    };

    subscriber.add(noteServed(line, key, feed));
    if (sendOnInit || resumed !== undefined) later(begin);
    subscriber.add(
      session.on(keyedType(EventType.get, key)).subscribe((event) => {
        if (lineOf(event) !== line) return;
        const { e: epoch, v: version } = event.envelope ?? {};
        later(() => {
          begun = true;
          sent = epoch === undefined || version === undefined ? undefined : { epoch, version };
          asked = version;
          catchUp();
        });
      }),
    );
    subscriber.add(
      line.writable$.subscribe(() => {
        if (begun && behind) catchUp();
      }),
    );
    subscriber.add(
      feed.from(feed.current?.position).subscribe({
        next: (update) => {
          later(() => {
            advance(update);
          });
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
      }),
    );
  });
}

/** The version a line is at, in the life of the feed that an update is of; -1 before its beginning. */
function versionIn(sent: Position | undefined, { position }: FeedUpdate<unknown>): number {
  return sent?.epoch === position.epoch ? sent.version : -1;
}

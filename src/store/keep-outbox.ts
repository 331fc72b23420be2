import {
  catchError,
  concat,
  concatMap,
  defaultIfEmpty,
  defer,
  finalize,
  map,
  type NextObserver,
  Observable,
  of,
  Subscription,
  take,
  timeout,
  timer,
} from "rxjs";
import { HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { failure } from "../session/failure.ts";
import { type LocksLike, pageLock } from "../session/page-lock.ts";
import type { Pipeline, Session } from "../session/session.ts";
import { Journal } from "./journal.ts";
import { type OutboxRecord, recordOf, recordText } from "./outbox-record.ts";
import type { OutboxStore } from "./outbox-store.ts";
import { type RestoredOutcome, restoredItems } from "./restored-items.ts";
import { StoreError } from "./store-error.ts";

/** How an outbox is kept. */
export interface KeepOutboxOptions {
  /** names the outbox among those of the origin; only the first name counts */
  readonly name$: Observable<string>;
  readonly store: OutboxStore;
  /** by which one page at a time keeps it */
  readonly locks: () => LocksLike | undefined;
  /** emits when the page may be gone in a moment */
  readonly end$: Observable<unknown>;
  /** told what became of the requests of earlier pages; those that failed are on `session.errors$` as well */
  readonly outcomeObserver?: NextObserver<RestoredOutcome>;
}

/** ms in which the page before this one has to be gone, and in which the store has to answer, before the client goes on without */
const PATIENCE = 1_000;
/** ids that the page before may have given after it could no longer write */
const UNKNOWN_IDS = 1_048_576;

/**
 * Keeps a client's outbox beyond its page: what was waiting is sent by the next page that keeps the same outbox, and what was sent and not answered is
 * asked again under the id that it had, so that nothing is done twice.
 *
 * ```
 * first page     w--w--s--!              w made and waiting, s sent, ! reloaded
 * second page              -r---S-W-W    r read, then the line is back: S the same request again, W sent for the first time
 * ```
 *
 * @returns emits what goes wrong with the store (`StoreError`), for `session.errors$`; unsubscribing forgets what is kept
 */
export function keepOutbox(options: KeepOutboxOptions): Pipeline {
  return (session) =>
    defer(() => {
      const release = session.introduction.hold();
      return options.name$.pipe(
        take(1),
        concatMap((name) => kept(session, options, name, release)),
        finalize(release),
      );
    });
}

function kept(session: Session, options: KeepOutboxOptions, name: string, release: () => void): Observable<SyncEvent> {
  const { outbox, introduction, env } = session;
  const { store, outcomeObserver } = options;
  return new Observable((subscriber) => {
    const journal = new Journal(session, { store, name });
    const report = (...[code, cause, stored]: [StoreError["code"], unknown?, string?]): void => {
      subscriber.next(failure(new StoreError(code, name, cause, stored)));
    };
    const tell = (outcome: RestoredOutcome): void => {
      if (outcome.end.kind === "failed") session.report(outcome.end.error);
      try {
        outcomeObserver?.next(outcome);
      } catch (error) {
        session.report(new HandlerError(outcome.event.type, "outcomeObserver", error));
      }
    };
    const goOn = (start: () => void): void => {
      start();
      release();
    };

    /** Whether this page goes on as the client that has made the record: not where that cannot be written down, since the next page would as well. */
    const succession = (record: OutboxRecord, alone: boolean): Observable<boolean> => {
      if (!alone || introduction.told || record.entries.every(({ id }) => id === undefined)) return of(false);
      return concat(
        defer(() => store.write(name, recordText(record))),
        of(true),
      ).pipe(
        timeout({ first: PATIENCE, scheduler: env.scheduler }),
        catchError((error: unknown) => {
          report("write", error);
          return of(false);
        }),
      );
    };

    const restore = ({ entries, client, memory, lastId }: OutboxRecord, alone: boolean, succeeds: boolean): void => {
      const now = env.scheduler.now();
      const items = restoredItems(entries, { succeeds, alone, now, outcomeObserver: { next: tell } });
      if (succeeds) introduction.succeed(client, memory);
      outbox.adopt(items, lastId, memory);
    };

    const taken = (alone: boolean): Observable<() => void> =>
      store.read(name).pipe(
        timeout({ first: PATIENCE, scheduler: env.scheduler }),
        take(1),
        defaultIfEmpty(undefined),
        concatMap((text) => {
          const left = text === undefined ? undefined : recordOf(text);
          const record = left === undefined ? undefined : { ...left, lastId: left.lastId + UNKNOWN_IDS };
          const succeeds$ = record === undefined ? of(false) : succession(record, alone);
          return succeeds$.pipe(
            map((succeeds) => () => {
              // where the lock came late, it may have said who it is meanwhile
              if (record !== undefined) restore(record, alone, succeeds && !introduction.told);
              else if (text !== undefined) report("corrupt", undefined, text);
              journal.begin();
            }),
          );
        }),
      );

    const life = new Subscription();
    const erasing = new Subscription();
    const owned = (alone: boolean): void => {
      late.unsubscribe();
      journal.pause();
      life.add(
        defer(() => taken(alone)).subscribe({
          next: goOn,
          error: (error: unknown) => {
            report("read", error);
            goOn(() => {
              journal.skip();
            });
          },
        }),
      );
    };
    const late = timer(PATIENCE, env.scheduler).subscribe(() => {
      report("held");
      goOn(() => {
        journal.skip();
      });
    });
    life.add(late);
    life.add(
      options.end$.subscribe(() => {
        journal.flush();
      }),
    );
    outbox.keeper = journal;

    const locks = options.locks();
    const refused = (cause?: unknown): void => {
      report("locks", cause);
      owned(false);
    };
    const lock$ = locks === undefined ? undefined : pageLock(locks, `ws-sync-rx:outbox:${name}`);
    const holding = lock$?.subscribe({ next: () => owned(true), error: refused });
    if (lock$ === undefined) refused();

    return () => {
      life.unsubscribe();
      if (outbox.keeper === journal) outbox.keeper = undefined;
      // what cannot be erased must not be taken by another page while this one lives
      const free = (): void => holding?.unsubscribe();
      erasing.add(journal.end().subscribe({ error: () => undefined, complete: free }));
    };
  });
}

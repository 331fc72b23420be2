/**
 * Keeps what a client has asked for and not been answered beyond its page.
 *
 * @module
 */
import { defer, defaultIfEmpty, map, type NextObserver, type Observable, of, take } from "rxjs";
import { ambient, localStore, pageEnds, pageLocks, tabStore } from "./ambient.ts";
import type { LocksLike } from "./session/page-lock.ts";
import type { Pipeline } from "./session/session.ts";
import { type IdSource, storedIds } from "./session/stored-ids.ts";
import { indexedDbStore } from "./store/indexed-db-store.ts";
import { keepOutbox as coreKeepOutbox } from "./store/keep-outbox.ts";
import type { OutboxStore } from "./store/outbox-store.ts";
import type { RestoredOutcome } from "./store/restored-items.ts";

export { indexedDbStore } from "./store/indexed-db-store.ts";
export type { OutboxStore } from "./store/outbox-store.ts";
export type { RestoredOutcome } from "./store/restored-items.ts";
export { type ErasableStorage, storageStore } from "./store/storage-store.ts";
export { StoreError, type StoreErrorCode } from "./store/store-error.ts";
export type { LocksLike } from "./session/page-lock.ts";
export type { IdSource } from "./session/stored-ids.ts";

/** How an outbox is kept beyond its page. */
export interface KeepOptions {
  /** whose outbox it is: those that were given to `userSession` @default `browserIds()` */
  readonly ids?: IdSource;
  /** names the outbox, where pages that are not of one session are to find it @default one for each user and session */
  readonly name?: string;
  /** where it is kept @default `indexedDbStore()` */
  readonly store?: OutboxStore;
  /** by which one page at a time keeps it @default those of the page */
  readonly locks?: () => LocksLike | undefined;
  /** when the page may be gone in a moment @default its `pagehide` */
  readonly end$?: Observable<unknown>;
  /** told what became of the requests of earlier pages; those that failed are on `session.errors$` as well */
  readonly outcomeObserver?: NextObserver<RestoredOutcome>;
}

/**
 * Keeps a client's outbox beyond its page: what was waiting is sent by the next page that keeps the same outbox, and what was sent and not answered is
 * asked again under the id that it had, so that nothing is done twice. For a day, and up to 1,000 requests or a million characters.
 *
 * ```
 * first page     w--w--s--!              w made and waiting, s sent, ! reloaded
 * second page              -r---S-W-W    r read, then the line is back: S the same request again, W sent for the first time
 * ```
 *
 * A store that is missing, blocked, full or corrupt is reported as `StoreError` on `session.errors$`, and the outbox lives in memory as without it. Without
 * locks (a page that is not served by https) what an earlier page left is reported as `interrupted` and not sent.
 *
 * @param options whose outbox it is, and where it is kept
 * @returns a pipeline for `session.run`; unsubscribing forgets what is kept
 */
export function keepOutbox(options: KeepOptions = {}): Pipeline {
  const { name, store = indexedDbStore(), locks = pageLocks, end$ = pageEnds(), outcomeObserver } = options;
  const ids =
    options.ids ?? storedIds({ local: localStore, tab: tabStore, id: () => ambient.id(), locks, env: ambient });
  const named$ = defer(() => (ids.claimed$ ?? of(undefined)).pipe(take(1), defaultIfEmpty(undefined))).pipe(
    map(() => {
      const { user, session } = ids();
      return JSON.stringify([user, session]);
    }),
  );
  return coreKeepOutbox({
    name$: name === undefined ? named$ : of(name),
    store,
    locks,
    end$,
    ...(outcomeObserver === undefined ? {} : { outcomeObserver }),
  });
}

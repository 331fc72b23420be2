import { Observable, ReplaySubject, type SchedulerLike, share, timer } from "rxjs";
import { type LocksLike, pageLock } from "./page-lock.ts";

/** ms that a page which is being left has to give up its locks: a reload begins before they are free */
const PATIENCE = 500;

/** What this page has claimed: what one part of it has is not another page's. */
const claims = new WeakMap<LocksLike, Map<string, Observable<boolean>>>();

/**
 * Takes something of which only one page may have it, for the rest of this page's life.
 *
 * ```
 * nobody has it     t             at once, also for every other part of this page
 * another page has  -----f        half a second later
 * ```
 *
 * Locks that are refused count as had, as where there are none.
 *
 * @param locks those of the page: one object for one page
 * @param name of what is claimed, among all pages of the origin
 */
export function claim(locks: LocksLike, name: string, scheduler: SchedulerLike): Observable<boolean> {
  const known = claims.get(locks) ?? new Map<string, Observable<boolean>>();
  claims.set(locks, known);
  const found$ = known.get(name);
  if (found$ !== undefined) return found$;
  const made$ = taken(locks, name, scheduler).pipe(
    share({
      connector: () => new ReplaySubject(1),
      resetOnComplete: false,
      resetOnError: false,
      resetOnRefCountZero: false,
    }),
  );
  known.set(name, made$);
  return made$;
}

function taken(locks: LocksLike, name: string, scheduler: SchedulerLike): Observable<boolean> {
  return new Observable((subscriber) => {
    const patience = timer(PATIENCE, scheduler).subscribe(() => {
      lock.unsubscribe();
      subscriber.next(false);
    });
    const mine = (): void => {
      patience.unsubscribe();
      subscriber.next(true);
    };
    const lock = pageLock(locks, name).subscribe({ next: mine, error: mine });
    return () => {
      patience.unsubscribe();
      lock.unsubscribe();
    };
  });
}

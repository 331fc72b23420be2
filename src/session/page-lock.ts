import { Observable } from "rxjs";

/** The part of the platform's `LockManager` (Web Locks API) that is used: a lock belongs to one page at a time, and ends with it. */
export interface LocksLike {
  /** runs `hold` once the page has the lock, which it keeps until what `hold` returns is settled */
  request(
    name: string,
    options: { readonly signal: AbortSignal },
    hold: (lock: unknown) => Promise<unknown>,
  ): Promise<unknown>;
}

/**
 * Waits for a lock, and holds it for as long as it is subscribed to.
 *
 * ```
 * other page         h------|
 * pageLock(locks, n) -------h--------!    ! unsubscribed: the lock is free again
 * ```
 *
 * @param name of the lock, among all pages of one origin
 * @returns errors where the platform refuses locks
 */
export function pageLock(locks: LocksLike, name: string): Observable<undefined> {
  return new Observable((subscriber) => {
    const leaving = new AbortController();
    let free = (): void => undefined;
    const freed = new Promise<undefined>((resolve) => {
      free = () => {
        resolve(undefined);
      };
    });
    const hold = (): Promise<undefined> => {
      subscriber.next(undefined);
      return freed;
    };
    const refused = (error: unknown): void => {
      subscriber.error(error);
    };
    try {
      locks.request(name, { signal: leaving.signal }, hold).catch(refused);
    } catch (error) {
      refused(error);
    }
    return () => {
      leaving.abort();
      free();
    };
  });
}

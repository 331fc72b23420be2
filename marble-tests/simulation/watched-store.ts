import { Observable } from "rxjs";
import type { OutboxStore, StoreErrorCode } from "ws-sync-rx/store";
import type { Watch } from "./violation.ts";

/**
 * A store, of which it is seen whether its failures are told: I5.
 *
 * @param told what the page was told of
 */
export function watchedStore(store: OutboxStore, told: ReadonlySet<StoreErrorCode>, watch: Watch): OutboxStore {
  const watched = <T>(code: "read" | "write", answer$: Observable<T>): Observable<T> =>
    new Observable((subscriber) =>
      answer$.subscribe({
        next: (value) => {
          subscriber.next(value);
        },
        error: (error: unknown) => {
          subscriber.error(error);
          if (!told.has(code)) watch.fail("I5", `a store failed to ${code}, and nobody was told`);
        },
        complete: () => {
          subscriber.complete();
        },
      }),
    );
  return {
    read: (name) => watched("read", store.read(name)),
    write: (name, text) => watched("write", store.write(name, text)),
    remove: (name) => store.remove(name),
  };
}

import { finalize, type Observable, share, take, tap } from "rxjs";
import type { PendingWrite } from "ws-sync-rx";

export const NO_WRITES: readonly PendingWrite[] = [];

/** The writes of one copy that have no outcome yet: the same list while it says the same. */
export class PendingWrites {
  readonly #pending$: Observable<readonly PendingWrite[]>;
  #value = NO_WRITES;
  #followed = false;
  /** Emits whenever the value may be another. */
  readonly changes$: Observable<unknown>;

  /** @param pending$ gives the present list on subscription */
  constructor(pending$: Observable<readonly PendingWrite[]>) {
    this.#pending$ = pending$;
    this.changes$ = pending$.pipe(
      tap((writes) => {
        this.#followed = true;
        this.#take(writes);
      }),
      finalize(() => {
        this.#followed = false;
      }),
      share(),
    );
  }

  /** Which paths a write changes is worked out when something has happened to a write, not whenever somebody asks. */
  get value(): readonly PendingWrite[] {
    if (!this.#followed) this.#look();
    return this.#value;
  }

  #look(): void {
    this.#pending$
      .pipe(
        take(1),
        tap((writes) => this.#take(writes)),
      )
      .subscribe()
      .unsubscribe();
  }

  #take(writes: readonly PendingWrite[]): void {
    if (!isSameList(this.#value, writes)) this.#value = writes.length === 0 ? NO_WRITES : writes;
  }
}

function isSameList(a: readonly PendingWrite[], b: readonly PendingWrite[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ state, paths }, index) => {
      const other = b[index];
      return state === other?.state && String(paths) === String(other.paths);
    })
  );
}

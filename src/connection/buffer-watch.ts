import {
  BehaviorSubject,
  distinctUntilChanged,
  EMPTY,
  ignoreElements,
  interval,
  merge,
  type Observable,
  type SchedulerLike,
  share,
  Subject,
  switchMap,
  tap,
} from "rxjs";
import type { Socket } from "./socket.ts";

/** What a `BufferWatch` needs. */
export interface BufferWatchOptions {
  /** bytes from which a buffer counts as full */
  readonly highWater: number;
  readonly scheduler: SchedulerLike;
}

/** part of the high-water mark that a full buffer has to fall to */
const LOW = 1 / 4;
/** ms between two looks at a socket that does not say when bytes have left */
const LOOK = 50;

/**
 * Tells when a buffer that was full is nearly empty again.
 *
 * ```
 * buffered    0-1-4-5-3-2-1-0-4-1-     high-water mark 4
 * drained$    ------------d-----d-
 * ```
 *
 * A socket that does not report flushes is looked at every 50 ms, only while it is full and `drained$` is observed.
 */
export class BufferWatch {
  readonly #socket: Pick<Socket, "buffered" | "reportsFlushes">;
  readonly #highWater: number;
  readonly #full$ = new BehaviorSubject(false);
  readonly #drained$ = new Subject<undefined>();

  readonly drained$: Observable<undefined>;

  constructor(socket: Pick<Socket, "buffered" | "reportsFlushes">, { highWater, scheduler }: BufferWatchOptions) {
    this.#socket = socket;
    this.#highWater = highWater;
    const drained$ = this.#drained$.asObservable();
    this.drained$ = socket.reportsFlushes === true ? drained$ : merge(drained$, this.#looks(scheduler)).pipe(share());
  }

  /** Whether the buffer was full and has not drained yet. */
  get full(): boolean {
    return this.#full$.value;
  }

  /** Looks at the buffer: after something was put into it, and after something has left it. */
  look(): void {
    const { buffered } = this.#socket;
    if (buffered >= this.#highWater) this.#full$.next(true);
    else if (this.#full$.value && buffered <= this.#highWater * LOW) {
      this.#full$.next(false);
      this.#drained$.next(undefined);
    }
  }

  /** Completes `drained$`. */
  end(): void {
    // ends the looks as well
    this.#full$.next(false);
    this.#full$.complete();
    this.#drained$.complete();
  }

  #looks(scheduler: SchedulerLike): Observable<never> {
    return this.#full$.pipe(
      distinctUntilChanged(),
      switchMap((full) => (full ? interval(LOOK, scheduler) : EMPTY)),
      tap(() => {
        this.look();
      }),
      ignoreElements(),
    );
  }
}

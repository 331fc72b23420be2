import { BehaviorSubject, type Observable, Subscription } from "rxjs";
import { RequestError } from "ws-sync-rx";

/** Where a task stands, as far as this end can know. */
export interface TaskState<Result = unknown> {
  /**
   * `running` from its start, also while that waits for a line, until the server says that it is `done`, `failed` or was `cancelled` there; or
   * until it is cancelled here. An original server does not say that a task is over.
   */
  readonly status: "idle" | "running" | "done" | "failed" | "cancelled";
  /** the last value of a task that is done */
  readonly result?: Result;
  /** why it failed: a `RequestError`; or who says that it was cancelled, when that was not this end */
  readonly error?: unknown;
}

const IDLE: TaskState<never> = { status: "idle" };
const RUNNING: TaskState<never> = { status: "running" };
const CANCELLED: TaskState<never> = { status: "cancelled" };

/**
 * One run of a task at a time.
 *
 * ```
 * start     --a----b--------
 * cancel    ------------c---
 * a         --^----!
 * b                ^----!
 * status$   i-r---------x---    i idle, r running, x cancelled
 *
 * start     --a-------b-----
 * a         --^--v|
 * b                   ^-#
 * status$   i-r---d---r-f---    d done, with the result v; f failed, with the error
 * ```
 */
export class TaskSwitch<Args, Result = unknown> {
  readonly #run: (args: Args) => Observable<Result>;
  readonly #status$ = new BehaviorSubject<TaskState<Result>>(IDLE);
  readonly status$: Observable<TaskState<Result>> = this.#status$.asObservable();
  #running = Subscription.EMPTY;

  /** @param run the task, started by a subscription and cancelled by its end */
  constructor(run: (args: Args) => Observable<Result>) {
    this.#run = run;
  }

  get status(): TaskState<Result> {
    return this.#status$.value;
  }

  /** Cancels the run there is, and starts another. */
  start(args: Args): void {
    this.#running.unsubscribe();
    this.#enter(RUNNING);
    let last: { readonly result?: Result } = {};
    this.#running = this.#run(args).subscribe({
      next: (result) => {
        last = { result };
      },
      complete: () => this.#enter({ status: "done", ...last }),
      error: (error: unknown) => this.#enter({ status: isCancelled(error) ? "cancelled" : "failed", error }),
    });
  }

  /** Cancels the run there is; of one that is over the outcome is forgotten. */
  cancel(): void {
    this.#running.unsubscribe();
    this.#enter(this.status.status === "running" ? CANCELLED : IDLE);
  }

  #enter(state: TaskState<Result>): void {
    if (state !== this.status) this.#status$.next(state);
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof RequestError && error.code === "cancelled";
}

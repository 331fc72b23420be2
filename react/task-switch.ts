import { BehaviorSubject, type Observable, Subscription } from "rxjs";

/** Where a task stands, as far as this end can know. */
export interface TaskState {
  /** `running` from its start to its cancel: the original protocol does not say that a task is over */
  readonly status: "idle" | "running" | "failed";
  /** why it could not be started */
  readonly error?: unknown;
}

const IDLE: TaskState = { status: "idle" };

/**
 * One run of a task at a time.
 *
 * ```
 * start     --a----b--------
 * cancel    ------------c---
 * a         --^----!
 * b                ^----!
 * status$   i-r---------i---    i idle, r running
 * ```
 */
export class TaskSwitch<Args> {
  readonly #run: (args: Args) => Observable<unknown>;
  readonly #status$ = new BehaviorSubject(IDLE);
  readonly status$: Observable<TaskState> = this.#status$.asObservable();
  #running = Subscription.EMPTY;

  /** @param run the task, started by a subscription and cancelled by its end */
  constructor(run: (args: Args) => Observable<unknown>) {
    this.#run = run;
  }

  get status(): TaskState {
    return this.#status$.value;
  }

  /** Cancels the run there is, and starts another. */
  start(args: Args): void {
    this.#running.unsubscribe();
    this.#enter({ status: "running" });
    this.#running = this.#run(args).subscribe({ error: (error: unknown) => this.#enter({ status: "failed", error }) });
  }

  /** Cancels the run there is; a failure is forgotten. */
  cancel(): void {
    this.#running.unsubscribe();
    this.#enter(IDLE);
  }

  #enter(state: TaskState): void {
    if (state.status !== this.status.status || state.error !== this.status.error) this.#status$.next(state);
  }
}

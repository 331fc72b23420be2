import { BehaviorSubject, catchError, EMPTY, type Observable, Subject, switchMap } from "rxjs";

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
  readonly #runs$ = new Subject<Observable<never>>();
  readonly #status$ = new BehaviorSubject(IDLE);
  readonly status$: Observable<TaskState> = this.#status$.asObservable();

  /** @param run the task, started by a subscription and cancelled by its end */
  constructor(readonly run: (args: Args) => Observable<never>) {
    this.#runs$.pipe(switchMap((run$) => run$.pipe(catchError((error: unknown) => this.#fail(error))))).subscribe();
  }

  get status(): TaskState {
    return this.#status$.value;
  }

  /** Cancels the run there is, and starts another. */
  start(args: Args): void {
    if (this.status.status !== "running") this.#status$.next({ status: "running" });
    this.#runs$.next(this.run(args));
  }

  /** Cancels the run there is; a failure is forgotten. */
  cancel(): void {
    this.#runs$.next(EMPTY);
    if (this.status.status !== "idle") this.#status$.next(IDLE);
  }

  #fail(error: unknown): Observable<never> {
    this.#status$.next({ status: "failed", error });
    return EMPTY;
  }
}

import { type NextObserver, Subject } from "rxjs";
import { HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { failure } from "../session/failure.ts";

/** The names of the tasks that run, in the order in which they were started. */
export class RunningTasks {
  /** how many runs there are of a name: `merge` allows more than one */
  readonly #runs = new Map<string, number>();
  readonly #type: string;
  readonly #observer: NextObserver<readonly string[]> | undefined;
  readonly #failures$ = new Subject<SyncEvent>();
  /** Emits when the observer throws; completes with `end`. */
  readonly failures$ = this.#failures$.asObservable();

  /** @param type of the event that starts a task */
  constructor(type: string, observer: NextObserver<readonly string[]> | undefined) {
    this.#type = type;
    this.#observer = observer;
  }

  add(name: string): void {
    const runs = this.#runs.get(name) ?? 0;
    this.#runs.set(name, runs + 1);
    if (runs === 0) this.#tell();
  }

  delete(name: string): void {
    const runs = this.#runs.get(name) ?? 0;
    if (runs > 1) this.#runs.set(name, runs - 1);
    else if (this.#runs.delete(name)) this.#tell();
  }

  /** Nothing is run any more. */
  end(): void {
    this.#failures$.complete();
  }

  #tell(): void {
    try {
      this.#observer?.next([...this.#runs.keys()]);
    } catch (error) {
      this.#failures$.next(failure(new HandlerError(this.#type, "runningObserver", error)));
    }
  }
}

import type { NextObserver } from "rxjs";

/** The names of the tasks that run, in the order in which they were started. */
export class RunningTasks {
  readonly #names = new Set<string>();
  readonly #observer: NextObserver<readonly string[]> | undefined;

  constructor(observer: NextObserver<readonly string[]> | undefined) {
    this.#observer = observer;
  }

  add(name: string): void {
    this.#names.add(name);
    this.#observer?.next([...this.#names]);
  }

  delete(name: string): void {
    this.#names.delete(name);
    this.#observer?.next([...this.#names]);
  }
}

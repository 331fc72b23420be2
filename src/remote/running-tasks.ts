import type { NextObserver } from "rxjs";

/** The names of the tasks that run, in the order in which they were started. */
export class RunningTasks {
  /** how many runs there are of a name: `merge` allows more than one */
  readonly #runs = new Map<string, number>();
  readonly #observer: NextObserver<readonly string[]> | undefined;

  constructor(observer: NextObserver<readonly string[]> | undefined) {
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

  #tell(): void {
    this.#observer?.next([...this.#runs.keys()]);
  }
}

/**
 * Runs tasks one after the other: a task that is handed in while another runs waits until that one is done.
 *
 * One event of a session is thereby fully served, by everybody who listens, before its consequences (deltas, answers) are looked at, and
 * two subscribers never see two events in different orders.
 */
export class Turn {
  readonly #waiting: (() => void)[] = [];
  #running = false;

  /** Runs the task now, or behind those that already wait. Tasks must not throw. */
  run(task: () => void): void {
    this.#waiting.push(task);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) next();
    } finally {
      this.#running = false;
    }
  }
}

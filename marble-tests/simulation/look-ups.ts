import type { Clock } from "./clock.ts";

/** ms that `sessions` waits for one */
const PATIENCE = 10_000;

/** How long a server takes to look up whose a line is: as with a database, an answer may overtake the one before, or never come. */
export class LookUps {
  readonly #clock: Clock;
  #ms = 0;
  #every = 1;
  #asked = 0;
  #hungAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** For `lasts` ms every so many look-ups take so many ms, the others none. */
  slow(ms: number, every: number, lasts: number): void {
    this.#ms = ms;
    this.#every = every;
    this.#clock.after(lasts, () => {
      this.heal();
    });
  }

  /** None takes any time from now on. */
  heal(): void {
    this.#ms = 0;
  }

  /** ms that the next one takes */
  next(): number {
    this.#asked += 1;
    const ms = this.#asked % this.#every === 0 ? this.#ms : 0;
    if (ms > PATIENCE) this.#hungAt = this.#clock.now;
    return ms;
  }

  /** Whether a server may give one up now. */
  get hangs(): boolean {
    return this.#clock.now - this.#hungAt <= PATIENCE;
  }
}

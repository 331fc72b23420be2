/** refused frames within `SPAN` ms that a line survives, so that a poison message cannot loop */
const BAD_FRAMES = 10;
const SPAN = 60_000;

/** Counts the refused frames of the last minute (PROTOCOL.md, "Invalid frames"). */
export class BadFrames {
  readonly #times: number[] = [];

  /** @returns whether there are more than ten now */
  add(now: number): boolean {
    this.#times.push(now);
    while (this.#times[0] !== undefined && this.#times[0] <= now - SPAN) this.#times.shift();
    return this.#times.length > BAD_FRAMES;
  }
}

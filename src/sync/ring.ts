/** What a ring may hold. */
export interface RingLimits {
  /** deltas @default 256 */
  readonly count?: number;
  /** operations of all its deltas together @default 10_000 */
  readonly operations?: number;
}

/**
 * The latest deltas of a feed, by the version each leads to. The oldest go first when there are too many of them, or too many
 * operations in them.
 */
export class Ring<Entry extends { readonly operations: readonly unknown[] }> {
  readonly #entries: Entry[] = [];
  readonly #count: number;
  readonly #limit: number;
  #operations = 0;

  constructor({ count = 256, operations = 10_000 }: RingLimits = {}) {
    this.#count = count;
    this.#limit = operations;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#operations += entry.operations.length;
    while (this.#entries.length > this.#count || (this.#operations > this.#limit && this.#entries.length > 0)) {
      this.#operations -= this.#entries.shift()?.operations.length ?? 0;
    }
  }

  clear(): void {
    this.#entries.length = 0;
    this.#operations = 0;
  }

  /** The last `count` entries, oldest first; `undefined` when the ring no longer holds that many. */
  last(count: number): readonly Entry[] | undefined {
    const from = this.#entries.length - count;
    return from < 0 ? undefined : this.#entries.slice(from);
  }
}

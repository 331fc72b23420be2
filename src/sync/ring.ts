import { deepSize, jsonSize } from "../patch/json-size.ts";

/** What a ring may hold. */
export interface RingLimits {
  /** deltas @default 256 */
  readonly count?: number;
  /** operations of all its deltas together @default 10_000 */
  readonly operations?: number;
  /** bytes of all its deltas together, as JSON, about @default 1_048_576 */
  readonly bytes?: number;
}

interface Held<Entry> {
  readonly entry: Entry;
  readonly bytes: number;
}

/**
 * The latest deltas of a feed, by the version each leads to. The oldest go first when there are too many of them, or too many
 * operations in them, or too many bytes in these. One that is too large by itself leaves the ring empty.
 */
export class Ring<Entry extends { readonly operations: readonly unknown[] }> {
  readonly #held: Held<Entry>[] = [];
  readonly #limits: Required<RingLimits>;
  #operations = 0;
  #bytes = 0;

  constructor({ count = 256, operations = 10_000, bytes = 1_048_576 }: RingLimits = {}) {
    this.#limits = { count, operations, bytes };
  }

  push(entry: Entry): void {
    const size = jsonSize(entry.operations, this.#limits.bytes);
    const bytes = Number.isNaN(size) ? deepSize(entry.operations) : size;
    this.#held.push({ entry, bytes });
    this.#operations += entry.operations.length;
    this.#bytes += bytes;
    while (this.#isOverfull()) this.#drop();
  }

  clear(): void {
    this.#held.length = 0;
    this.#operations = 0;
    this.#bytes = 0;
  }

  /** The last `count` entries, oldest first; `undefined` when the ring no longer holds that many. */
  last(count: number): readonly Entry[] | undefined {
    const from = this.#held.length - count;
    return from < 0 ? undefined : this.#held.slice(from).map(({ entry }) => entry);
  }

  #isOverfull(): boolean {
    const { count, operations, bytes } = this.#limits;
    return this.#held.length > count || this.#operations > operations || this.#bytes > bytes;
  }

  #drop(): void {
    const oldest = this.#held.shift();
    this.#operations -= oldest?.entry.operations.length ?? 0;
    this.#bytes -= oldest?.bytes ?? 0;
  }
}

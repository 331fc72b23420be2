import type { OutboxItem } from "./outbox-item.ts";

/** The requests that wait to be sent, in the order in which they were made. */
export class WaitingItems implements Iterable<OutboxItem> {
  #items: readonly OutboxItem[] = [];

  [Symbol.iterator](): Iterator<OutboxItem> {
    return this.#items[Symbol.iterator]();
  }

  /** The one that is to be sent next. */
  get first(): OutboxItem | undefined {
    return this.#items[0];
  }

  /** The one that was made last. */
  get last(): OutboxItem | undefined {
    return this.#items.at(-1);
  }

  /** Puts each in its place; one that comes back, before those that stand in the same place. */
  insert(items: readonly OutboxItem[]): void {
    // sorting is stable, and almost always finds the list sorted
    if (this.#items.length === 0 && items.length === 1) this.#items = items;
    else this.#items = [...items, ...this.#items].sort((a, b) => a.order - b.order);
  }

  /** Takes one out. @returns whether it was there */
  remove(item: OutboxItem): boolean {
    const index = this.#items.indexOf(item);
    if (index >= 0) this.#items = this.#items.toSpliced(index, 1);
    return index >= 0;
  }
}

import type { LocksLike } from "ws-sync-rx/store";

interface Waiting {
  readonly page: PageLocks;
  readonly hold: (lock: unknown) => Promise<unknown>;
}

/** The locks of one origin, without a browser. */
export class LockTable {
  readonly #queues = new Map<string, Waiting[]>();

  /** What one page sees of them. */
  page(): PageLocks {
    return new PageLocks(this);
  }

  /** Whether anybody has it. */
  isHeld(name: string): boolean {
    return (this.#queues.get(name)?.length ?? 0) > 0;
  }

  ask(name: string, waiting: Waiting): () => void {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    queue.push(waiting);
    if (queue.length === 1) this.#grant(name);
    return () => {
      this.#leave(name, waiting);
    };
  }

  leave(page: PageLocks): void {
    for (const [name, queue] of this.#queues)
      for (const waiting of queue.filter((one) => one.page === page)) this.#leave(name, waiting);
  }

  #grant(name: string): void {
    const [first] = this.#queues.get(name) ?? [];
    if (first === undefined) return;
    void first.hold({}).then(() => {
      this.#leave(name, first);
    });
  }

  #leave(name: string, waiting: Waiting): void {
    const queue = this.#queues.get(name) ?? [];
    const had = queue[0] === waiting;
    this.#queues.set(
      name,
      queue.filter((one) => one !== waiting),
    );
    if (had) this.#grant(name);
  }
}

/** The locks that one page has and waits for. */
export class PageLocks implements LocksLike {
  constructor(private readonly table: LockTable) {}

  request: LocksLike["request"] = (name, { signal }, hold) => {
    let held = false;
    const leave = this.table.ask(name, {
      page: this,
      hold: (lock) => {
        held = true;
        return hold(lock);
      },
    });
    signal.addEventListener("abort", () => {
      if (!held) leave();
    });
    return Promise.resolve();
  };

  /** The page is gone. */
  end(): void {
    this.table.leave(this);
  }
}

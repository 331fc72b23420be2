import { Observable } from "rxjs";
import type { LocksLike, OutboxStore } from "ws-sync-rx/store";
import type { Host } from "./clock.ts";

/** ms from the moment at which something is on the disk until its page hears of it */
const ANSWER = 1;

interface Waiting {
  readonly host: Host;
  readonly hold: (lock: unknown) => Promise<unknown>;
}

/** What a browser keeps beyond its pages: texts, and who may use which. */
export class Disk {
  readonly #texts = new Map<string, string>();
  readonly #last = new Map<string, string>();
  readonly #net: Host;
  readonly #locks = new Map<string, Waiting[]>();

  readonly #latency: number;

  /**
   * @param net runs on, whatever becomes of a page: what is being written is written
   * @param latency ms until something is on the disk
   */
  constructor(net: Host, latency: number) {
    this.#net = net;
    this.#latency = latency;
  }

  /** What one page sees of the texts. */
  store(host: Host): OutboxStore {
    const change = (name: string, text: string): Observable<never> =>
      new Observable((subscriber) => {
        this.#last.set(name, text);
        this.#net.schedule(() => this.#texts.set(name, text), this.#latency);
        return host.schedule(() => {
          subscriber.complete();
        }, this.#latency + ANSWER);
      });
    return {
      read: (name) =>
        new Observable((subscriber) =>
          host.schedule(() => {
            const text = this.#texts.get(name);
            if (text !== undefined && text !== "") subscriber.next(text);
            subscriber.complete();
          }, this.#latency),
        ),
      write: (name, text) => change(name, text),
      remove: (name) => change(name, ""),
    };
  }

  /** What is kept once all is written that was to be. */
  last(name: string): string {
    return this.#last.get(name) ?? "";
  }

  /** What one page sees of the locks. */
  locks(host: Host): LocksLike {
    return {
      request: (name, { signal }, hold) => {
        const waiting = { host, hold };
        const queue = this.#queue(name);
        signal.addEventListener("abort", () => {
          this.#leave(name, waiting);
        });
        if (queue.push(waiting) === 1) grant(waiting);
        return new Promise(() => undefined);
      },
    };
  }

  /** Whether a page has a lock. */
  holds(name: string, host: Host): boolean {
    return this.#queue(name)[0]?.host === host;
  }

  /** A page is gone, and its locks are free. */
  left(host: Host): void {
    for (const [name, queue] of this.#locks)
      for (const waiting of queue.filter((one) => one.host === host)) this.#leave(name, waiting);
  }

  #queue(name: string): Waiting[] {
    const queue = this.#locks.get(name) ?? [];
    this.#locks.set(name, queue);
    return queue;
  }

  #leave(name: string, waiting: Waiting): void {
    const queue = this.#queue(name);
    const at = queue.indexOf(waiting);
    if (at === -1) return;
    queue.splice(at, 1);
    const [next] = queue;
    if (at === 0 && next !== undefined) grant(next);
  }
}

function grant({ host, hold }: Waiting): void {
  host.do(() => {
    void hold({});
  });
}

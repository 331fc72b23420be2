import { Observable } from "rxjs";
import type { LocksLike, OutboxStore } from "ws-sync-rx/store";
import type { Host } from "./clock.ts";

/** ms from the moment at which something is on the disk until its page hears of it */
const ANSWER = 1;

/**
 * What is wrong with what is kept under a name. `full`: nothing can be written; `stuck`: nor erased; `doubted`: it is done, and called a failure; `silent`: it
 * is done in the end, and nobody is told; `unreadable`, `torn`: it cannot be read, or only by half; `forbidden`: every call throws.
 */
export type DiskFault = "full" | "stuck" | "doubted" | "silent" | "unreadable" | "torn" | "forbidden";

interface Failing {
  readonly fault: DiskFault;
  /** ms */
  readonly until: number;
}

interface Waiting {
  readonly host: Host;
  readonly hold: (lock: unknown) => Promise<unknown>;
}

/** What a browser keeps beyond its pages: texts, and who may use which. */
export class Disk {
  readonly #texts = new Map<string, string>();
  readonly #last = new Map<string, string>();
  readonly #changedAt = new Map<string, number>();
  readonly #net: Host;
  readonly #locks = new Map<string, Waiting[]>();
  readonly #failing = new Map<string, Failing>();

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
    const asked = (name: string): DiskFault | undefined => {
      const fault = this.#fault(name);
      if (fault === "forbidden") throw new Error("The storage is forbidden.");
      return fault;
    };
    const change = (name: string, text: string, fault: DiskFault | undefined): Observable<never> =>
      new Observable((subscriber) => {
        const isRefused = fault === "stuck" || (fault === "full" && text !== "");
        if (!isRefused) this.#put(name, text);
        if (fault === "silent") return undefined;
        return host.schedule(() => {
          if (isRefused || fault === "doubted") subscriber.error(new Error("The disk is full."));
          else subscriber.complete();
        }, this.#latency + ANSWER);
      });
    const read = (name: string, fault: DiskFault | undefined): Observable<string> =>
      new Observable((subscriber) => {
        if (fault === "silent") return undefined;
        return host.schedule(() => {
          if (fault === "unreadable") subscriber.error(new Error("The disk cannot be read."));
          const text = this.#texts.get(name) ?? "";
          if (text !== "") subscriber.next(fault === "torn" ? text.slice(0, text.length / 2) : text);
          subscriber.complete();
        }, this.#latency);
      });
    return {
      read: (name) => read(name, asked(name)),
      write: (name, text) => change(name, text, asked(name)),
      remove: (name) => change(name, "", asked(name)),
    };
  }

  /** Something is wrong with what is kept under a name, for a while. */
  fail(name: string, fault: DiskFault, ms: number): void {
    // what is said to be done in the end is done then, and in order
    if (this.#fault(name) !== "silent") this.#failing.set(name, { fault, until: this.#net.now() + ms });
  }

  /** From now on nothing new goes wrong. */
  heal(): void {
    for (const [name, { fault }] of this.#failing) if (fault !== "silent") this.#failing.delete(name);
  }

  /** What is kept once all is written that was to be. */
  last(name: string): string {
    return this.#last.get(name) ?? "";
  }

  /** Whether something was put there, and its page has not heard of it yet. */
  busy(name: string): boolean {
    return this.#net.now() <= (this.#changedAt.get(name) ?? -Infinity) + this.#latency + ANSWER;
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

  #put(name: string, text: string): void {
    const failing = this.#fault(name) === "silent" ? this.#failing.get(name) : undefined;
    this.#last.set(name, text);
    this.#changedAt.set(name, this.#net.now());
    const delay = Math.max(this.#latency, (failing?.until ?? 0) - this.#net.now());
    this.#net.schedule(() => this.#texts.set(name, text), delay);
  }

  #fault(name: string): DiskFault | undefined {
    const failing = this.#failing.get(name);
    return failing !== undefined && failing.until > this.#net.now() ? failing.fault : undefined;
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

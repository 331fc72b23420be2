import { type SchedulerLike, Subscription } from "rxjs";

/** What a link in memory is at first. */
export interface LinkOptions {
  readonly scheduler: SchedulerLike;
  /** ms @default 0 */
  readonly latency?: number;
  /** bytes per second that the receiving end takes @default no limit */
  readonly rate?: number;
}

interface Cargo {
  readonly bytes: number;
  /** bytes that have not been taken yet */
  rest: number;
  readonly deliver: () => void;
}

/**
 * One direction of a line in memory: in order, as TCP is, and as slow or as silent as it is told to be. It may be told at any time.
 *
 * ```
 * sent                  a-b-c-------
 * rate 1 byte a frame   -a--b-c-----     what has not been taken yet is `buffered` at the sender
 * silent from b to c    a------b-c--     nothing is lost: it comes late, or never if nobody waits for it any more
 * ```
 */
export class Link {
  readonly #scheduler: SchedulerLike;
  readonly #queue: Cargo[] = [];
  readonly #unheard: (() => void)[] = [];
  #taking = Subscription.EMPTY;
  #takingSince = 0;
  #rate: number;
  #silent = false;
  #lastArrival = Number.NEGATIVE_INFINITY;
  #buffered = 0;
  /** ms that everything sent from now on is under way; nothing overtakes what was sent before */
  latency: number;
  /** runs whenever `buffered` has become less */
  flushed: () => void = () => undefined;

  constructor({ scheduler, latency = 0, rate = Number.POSITIVE_INFINITY }: LinkOptions) {
    this.#scheduler = scheduler;
    this.latency = latency;
    this.#rate = rate;
  }

  /** Bytes that the receiving end has not taken yet. */
  get buffered(): number {
    return this.#buffered;
  }

  /** Bytes per second that the receiving end takes; 0 is one that does not read at all. */
  get rate(): number {
    return this.#rate;
  }

  /** From now on. */
  set rate(bytesPerSecond: number) {
    this.#pause();
    this.#rate = bytesPerSecond;
    this.#take();
  }

  /** Whether nothing arrives although everything is taken: a black hole. What was sent meanwhile arrives once it is `false` again. */
  get silent(): boolean {
    return this.#silent;
  }

  /** From now on; what was held back is delivered when it is silent no more. */
  set silent(silent: boolean) {
    this.#silent = silent;
    if (!silent) for (const deliver of this.#unheard.splice(0)) this.#travel(deliver);
  }

  /** Sends `bytes`, behind all that was sent before; `deliver` runs when they arrive. */
  carry(bytes: number, deliver: () => void): void {
    if (this.#queue.length === 0 && this.#rate === Number.POSITIVE_INFINITY) {
      this.#travel(deliver);
      return;
    }
    this.#buffered += bytes;
    this.#queue.push({ bytes, rest: bytes, deliver });
    if (this.#queue.length === 1) this.#take();
  }

  /**
   * Forgets what has not been taken yet: its sender is gone.
   *
   * @returns whether there was anything
   */
  drop(): boolean {
    this.#taking.unsubscribe();
    this.#buffered = 0;
    return this.#queue.splice(0).length > 0;
  }

  #take(): void {
    const [cargo] = this.#queue;
    if (cargo === undefined || (this.#rate <= 0 && cargo.rest > 0)) return;
    this.#takingSince = this.#scheduler.now();
    const wait = cargo.rest === 0 ? 0 : (cargo.rest / this.#rate) * 1_000;
    this.#taking = this.#scheduler.schedule(() => {
      this.#queue.shift();
      this.#buffered -= cargo.bytes;
      this.#travel(cargo.deliver);
      this.flushed();
      this.#take();
    }, wait);
  }

  /** Stops taking the first, and remembers what of it has been taken. */
  #pause(): void {
    this.#taking.unsubscribe();
    const [cargo] = this.#queue;
    if (cargo === undefined || this.#rate <= 0 || this.#rate === Number.POSITIVE_INFINITY) return;
    const taken = Math.min(cargo.rest, ((this.#scheduler.now() - this.#takingSince) / 1_000) * this.#rate);
    cargo.rest -= taken;
  }

  #travel(deliver: () => void): void {
    if (this.#silent) {
      this.#unheard.push(deliver);
      return;
    }
    const now = this.#scheduler.now();
    const arrival = Math.max(this.#lastArrival, now + this.latency);
    this.#lastArrival = arrival;
    this.#scheduler.schedule(deliver, arrival - now);
  }
}

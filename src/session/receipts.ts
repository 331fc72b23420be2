import { type Subscription, timer, type SchedulerLike } from "rxjs";
import type { Connection } from "../connection/connection.ts";

/** How receipts are asked for. */
export interface ReceiptsOptions {
  readonly scheduler: SchedulerLike;
  /** runs a task behind all that is being sent */
  later(task: () => void): void;
  /** told whenever a receipt has come */
  settled(): void;
}

/** ms between two pings */
const PACE = 1_000;
/** ms between two pings on a line that has much under way */
const FAST_PACE = 25;

/**
 * Counts *rounds* on a line: a ping is sent behind events, and once its pong is back the other end has received all of them. No kernel
 * buffer hides from that, and every WebSocket peer answers pings: it is an acknowledgement that the protocol of the originals has as well.
 *
 * ```
 * sent       a-b-p-----c-p'----     p, p' pings
 * pongs      ----------p------p'
 * settled    0---------1------2     a and b have arrived once it is 1
 * ```
 */
export class Receipts {
  readonly #connection: Connection;
  readonly #options: ReceiptsOptions;
  readonly #timers: Subscription;
  #pinged = 0;
  #settled = 0;
  #asked = 0;
  #due = Number.POSITIVE_INFINITY;
  #lastPing = Number.NEGATIVE_INFINITY;

  /** @param timers ends what it waits for */
  constructor(connection: Connection, timers: Subscription, options: ReceiptsOptions) {
    this.#connection = connection;
    this.#timers = timers;
    this.#options = options;
  }

  /** Everything sent before this round has been received by the other end. */
  get settledRound(): number {
    return this.#settled;
  }

  /**
   * Asks for a ping behind all that has been sent so far.
   *
   * @param soon whether it matters now: at most one in 25 ms is sent then, otherwise one a second
   * @returns the round that `settledRound` reaches once all of it has been received
   */
  settle(soon = false): number {
    if (this.#asked <= this.#pinged) {
      this.#asked = this.#pinged + 1;
      this.#due = Number.POSITIVE_INFINITY;
    }
    const { scheduler } = this.#options;
    const round = this.#asked;
    const now = scheduler.now();
    const due = Math.max(now, this.#lastPing + (soon ? FAST_PACE : PACE));
    if (due >= this.#due) return round;
    this.#due = due;
    const ping = (): void => {
      this.#ping(round);
    };
    if (due === now) this.#options.later(ping);
    else this.#timers.add(timer(due - now, scheduler).subscribe(ping));
    return round;
  }

  #ping(round: number): void {
    if (round <= this.#pinged) return;
    this.#pinged = round;
    this.#lastPing = this.#options.scheduler.now();
    this.#timers.add(
      this.#connection.roundTrip$.subscribe(() => {
        this.#settled = round;
        this.#options.settled();
      }),
    );
  }
}

import { merge, type Observable, ReplaySubject, type SchedulerLike, Subscription, timer } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { SyncEvent } from "../protocol/events.ts";

/** The session a line belongs to, as far as the line needs it. */
export interface LineOwner {
  readonly scheduler: SchedulerLike;
  /** serves an event as if it had come in on this line */
  receive(event: SyncEvent, line: Line): void;
  /** runs a task behind all that is being sent */
  later(task: () => void): void;
}

/** ms between two pings that ask what has arrived */
const PING_PACE = 1_000;

/**
 * A connection while it is attached to a session.
 *
 * It counts *rounds*: a ping is sent behind events, and once its pong is back the other end has received all of them. That is the
 * only acknowledgement the protocol of part A has (PROTOCOL.md, "Crossing writes").
 */
export class Line {
  readonly #subscription = new Subscription();
  readonly #owner: LineOwner;
  readonly #gone$ = new ReplaySubject<undefined>(1);
  readonly #waiting: SyncEvent[] = [];
  #speaking: boolean;
  #pinged = 0;
  #settled = 0;
  #asked = 0;
  #lastPing = Number.NEGATIVE_INFINITY;

  /** Emits once the line no longer belongs to the session, also for those who come later. */
  readonly gone$: Observable<undefined> = this.#gone$.asObservable();

  /** @param speaking whether events may be sent before the other end has said anything */
  constructor(
    readonly connection: Connection,
    owner: LineOwner,
    speaking: boolean,
  ) {
    this.#owner = owner;
    this.#speaking = speaking;
  }

  /** Everything sent before this round has been received by the other end. */
  get settledRound(): number {
    return this.#settled;
  }

  /** Whether events are sent at once, or wait until the other end has spoken. */
  get speaking(): boolean {
    return this.#speaking;
  }

  /** Sends what waited, and from now on everything at once. */
  speak(): void {
    this.#speaking = true;
    for (const event of this.#waiting.splice(0)) this.connection.next(event);
  }

  /** Sends an event, once this end may speak. */
  send(event: SyncEvent): void {
    if (this.#speaking) this.connection.next(event);
    else this.#waiting.push(event);
  }

  /** Sends an answer, which never waits: the other end has spoken. */
  answer(event: SyncEvent): void {
    this.connection.next(event);
  }

  /** Serves an event as if the other end had sent it on this line. */
  receive(event: SyncEvent): void {
    this.#owner.receive(event, this);
  }

  /**
   * Asks for a ping behind all that has been sent so far; at most one is sent a second.
   *
   * @returns the round that `settledRound` reaches once all of it has been received
   */
  settle(): number {
    if (this.#asked > this.#pinged) return this.#asked;
    this.#asked = this.#pinged + 1;
    const round = this.#asked;
    const { scheduler } = this.#owner;
    const wait = this.#lastPing + PING_PACE - scheduler.now();
    if (wait <= 0)
      this.#owner.later(() => {
        this.#ping(round);
      });
    else
      this.#subscription.add(
        timer(wait, scheduler).subscribe(() => {
          this.#ping(round);
        }),
      );
    return round;
  }

  /** Follows `watched$` for as long as the line is attached. */
  hold(...watched$: readonly Observable<unknown>[]): void {
    this.#subscription.add(merge(...watched$).subscribe());
  }

  /** Forgets the line; its connection is not touched. */
  release(): void {
    this.#subscription.unsubscribe();
    this.#gone$.next(undefined);
    this.#gone$.complete();
  }

  #ping(round: number): void {
    this.#pinged = round;
    this.#lastPing = this.#owner.scheduler.now();
    this.#subscription.add(
      this.connection.roundTrip$.subscribe(() => {
        this.#settled = round;
      }),
    );
  }
}

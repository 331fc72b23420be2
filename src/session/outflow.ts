import { type Observable, type SchedulerLike, Subject, type Subscription, timer } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import { encode } from "../protocol/codec.ts";
import type { SyncEvent } from "../protocol/events.ts";

/** What may be under way on a line. */
export const WINDOW = 262_144;
/** a receipt is asked for whenever so much has been sent since the last was */
const BUCKET = WINDOW / 4;
/** events that may wait for a slow line; states never do */
const MOST_WAITING = 256;
/** ms without any progress after which a line that is full is cut */
const PATIENCE = 30_000;
/** bytes a ms of the slowest line that is waited for: a single large frame shows no progress until it is through */
const SLOWEST = 8;

/** How a line tells what has arrived. */
export interface Rounds {
  /** 0 until the first receipt has come: there are ends that cannot be asked */
  readonly settledRound: number;
  /** asks for a receipt of all that has been sent so far */
  settle(soon: boolean): number;
}

/**
 * What goes out on a line, as fast as the other end takes it.
 *
 * ```
 * states   S-D-D-D- - - - - -M     M: what was passed over while the line was full, as one delta (PROTOCOL.md, "Slow lines")
 * others   -t----w w - - - -ww-     these wait in order, 256 of them; with one more the line is cut with 4008
 * full     ------■■■■■■■■■■■--
 * ```
 *
 * A line is full while 256 KiB are under way: sent and not receipted by a pong, or still buffered here. Whoever sends states looks at
 * `writable` first and comes back on `writable$`, so a slow line costs one state and this window, whatever the rate of changes.
 */
export class Outflow {
  readonly #connection: Connection;
  readonly #rounds: Rounds;
  readonly #scheduler: SchedulerLike;
  readonly #life: Subscription;
  readonly #writable$ = new Subject<undefined>();
  readonly #waiting: SyncEvent[] = [];
  /** what was sent since the last receipt, in portions that are receipted together */
  #underWay: { round: number; bytes: number }[] = [];
  #bytes = 0;
  #full = false;
  #watch: Subscription | undefined;

  /** Emits when the line is no longer full and nothing waits: an answer never comes behind the state that it explains. */
  readonly writable$: Observable<undefined> = this.#writable$.asObservable();

  /** @param life ends what it waits for */
  constructor(connection: Connection, rounds: Rounds, life: Subscription, scheduler: SchedulerLike) {
    this.#connection = connection;
    this.#rounds = rounds;
    this.#scheduler = scheduler;
    this.#life = life;
  }

  /** Whether a state may be sent. */
  get writable(): boolean {
    return this.#takesMore();
  }

  #takesMore(): boolean {
    const underWay = this.#rounds.settledRound > 0 ? this.#bytes : 0;
    const full = underWay >= WINDOW || this.#connection.buffered >= WINDOW;
    if (full && !this.#full) this.#begin();
    return !this.#full;
  }

  /** Sends a state, which never waits here: its sender has looked at `writable`. */
  sendState(event: SyncEvent): void {
    this.#pass(event);
  }

  /** Sends anything else, in order, now or when the line is no longer full. */
  send(event: SyncEvent): void {
    if (this.#waiting.length === 0 && this.#takesMore()) this.#pass(event);
    else if (this.#waiting.push(event) > MOST_WAITING)
      this.#connection.cut(CloseCode.slowConsumer, "it takes events too slowly");
  }

  /** Must be called when a receipt has come. */
  settled(): void {
    const { settledRound } = this.#rounds;
    this.#underWay = this.#underWay.filter(({ round, bytes }) => {
      if (round > settledRound) return true;
      this.#bytes -= bytes;
      return false;
    });
    this.#check();
  }

  #pass(event: SyncEvent): void {
    this.#connection.next(event);
    const tail = this.#underWay.at(-1);
    const size = sizeOf(event);
    this.#bytes += size;
    const portion = tail?.round === UNASKED ? tail : { round: UNASKED, bytes: 0 };
    if (portion !== tail) this.#underWay.push(portion);
    portion.bytes += size;
    if (portion.bytes >= BUCKET) portion.round = this.#rounds.settle(true);
  }

  #begin(): void {
    this.#full = true;
    const tail = this.#underWay.at(-1);
    if (tail?.round === UNASKED) tail.round = this.#rounds.settle(true);
    const patience = Math.max(PATIENCE, this.#connection.buffered / SLOWEST);
    this.#watch = this.#connection.drained$.subscribe(() => {
      this.#check();
    });
    this.#watch.add(
      timer(patience, this.#scheduler).subscribe(() => {
        this.#connection.cut(CloseCode.slowConsumer, `it has taken nothing for ${patience} ms`);
      }),
    );
    this.#life.add(this.#watch);
  }

  #check(): void {
    if (!this.#full) return;
    this.#watch?.unsubscribe();
    this.#full = false;
    while (this.#waiting.length > 0 && this.#takesMore()) {
      const event = this.#waiting.shift();
      if (event !== undefined) this.#pass(event);
    }
    if (this.#takesMore()) this.#writable$.next(undefined);
  }
}

const UNASKED = Number.POSITIVE_INFINITY;

function sizeOf(event: SyncEvent): number {
  const [frame, payload] = encode(event);
  return frame.length + (payload?.length ?? 0);
}

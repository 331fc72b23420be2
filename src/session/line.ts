import { type Observable, ReplaySubject, type SchedulerLike, Subscription } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { ClientHello, Recovery } from "../protocol/hello.ts";
import type { Position } from "../protocol/position.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType } from "../protocol/key.ts";
import { Outflow } from "./outflow.ts";
import { Receipts } from "./receipts.ts";
import type { Replies } from "./replies.ts";

/** The session a line belongs to, as far as the line needs it. */
export interface LineOwner {
  readonly scheduler: SchedulerLike;
  /** serves an event as if it had come in on this line */
  receive(event: SyncEvent, line: Line): void;
  /** runs a task behind all that is being sent */
  later(task: () => void): void;
}

/** What the other end of a version-2 line said of itself, and what is remembered of it. */
export interface Peer {
  readonly hello: ClientHello;
  /** the outcomes of its requests */
  readonly replies: Replies;
}

/** A connection while it is attached to a session. */
export class Line {
  readonly #life = new Subscription();
  readonly #owner: LineOwner;
  readonly #gone$ = new ReplaySubject<undefined>(1);
  readonly #early: SyncEvent[] = [];
  readonly #receipts: Receipts;
  readonly #outflow: Outflow;
  readonly #recovered = new Map<string, Recovery>();
  #speaking: boolean;
  #peer: Peer | undefined;
  /** whether the other end has said anything */
  heard = false;

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
    const { scheduler } = owner;
    this.#receipts = new Receipts(connection, this.#life, {
      scheduler,
      later: (task) => {
        owner.later(task);
      },
      settled: () => {
        this.#outflow.settled();
      },
    });
    this.#outflow = new Outflow(connection, this.#receipts, this.#life, scheduler);
  }

  /** Which protocol the two ends speak: 1 is that of the originals. */
  get version(): 1 | 2 {
    return this.connection.extended ? 2 : 1;
  }

  /** Whether it is known which protocol the two ends speak: a line that was opened for version 2 tells by its first event. */
  get known(): boolean {
    return this.heard || this.connection.version === 1;
  }

  /** The client at the other end of a server's version-2 line. */
  get peer(): Peer | undefined {
    return this.#peer;
  }

  /** The clock of the session. */
  get scheduler(): SchedulerLike {
    return this.#owner.scheduler;
  }

  /** Everything sent before this round has been received by the other end. */
  get settledRound(): number {
    return this.#receipts.settledRound;
  }

  /** Whether events are sent at once, or wait until the other end has spoken. */
  get speaking(): boolean {
    return this.#speaking;
  }

  /** Whether a state may be sent now; if not, it should be the newest one at `writable$`. */
  get writable(): boolean {
    return this.#outflow.writable;
  }

  /** Emits when the line can take states again. */
  get writable$(): Observable<undefined> {
    return this.#outflow.writable$;
  }

  /** How each state was brought up to date on this line, so far. */
  get recovered(): Readonly<Record<string, Recovery>> {
    return Object.fromEntries(this.#recovered);
  }

  /** Both ends speak version 2 from now on; a server knows to whom. */
  agree(peer?: Peer): void {
    this.connection.extend();
    this.#peer = peer;
  }

  /** How far the client had come with a state when the line began. */
  position(key: string): Position | undefined {
    return this.#peer?.hello.resume.get(key);
  }

  /** Notes how a state was brought up to date. */
  recover(key: string, recovery: Recovery): void {
    this.#recovered.set(key, recovery);
  }

  /** Sends what waited, and from now on everything at once. */
  speak(): void {
    this.#speaking = true;
    for (const event of this.#early.splice(0)) this.#outflow.send(event);
  }

  /** Sends an event, once this end may speak, and once the line is not full. */
  send(event: SyncEvent): void {
    if (this.#speaking) this.#outflow.send(event);
    else this.#early.push(event);
  }

  /** Sends an answer, for which the other end has spoken. A state never waits: it was made for this line. */
  answer(event: SyncEvent): void {
    if (isState(event)) this.#outflow.sendState(event);
    else this.#outflow.send(event);
  }

  /** Serves an event as if the other end had sent it on this line. */
  receive(event: SyncEvent): void {
    this.#owner.receive(event, this);
  }

  /**
   * Asks for a receipt of all that has been sent so far; at most one is asked for a second.
   *
   * @returns the round that `settledRound` reaches once all of it has been received
   */
  settle(): number {
    return this.#receipts.settle();
  }

  /** Follows `watched$` for as long as the line is attached. */
  hold<T>(watched$: Observable<T>, next: (value: T) => void): void {
    this.#life.add(watched$.subscribe(next));
  }

  /** Forgets the line; its connection is not touched. */
  release(): void {
    this.#life.unsubscribe();
    this.#gone$.next(undefined);
    this.#gone$.complete();
  }
}

function isState({ type }: SyncEvent): boolean {
  return type.startsWith(SET) || type.startsWith(PATCH);
}

const [SET, PATCH] = [keyedType(EventType.set, ""), keyedType(EventType.patch, "")];

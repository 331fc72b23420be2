import {
  filter,
  map,
  Observable,
  type Observer,
  ReplaySubject,
  type SchedulerLike,
  Subject,
  take,
  takeUntil,
  timer,
} from "rxjs";
import { CloseCode } from "../protocol/close-codes.ts";
import { decoder, encode, type Decoder, type Frame } from "../protocol/codec.ts";
import { ConnectionClosed, FrameError } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import type { FrameLimits } from "../protocol/limits.ts";
import { BadFrames } from "./bad-frames.ts";
import { BufferWatch } from "./buffer-watch.ts";
import { countOf, pingEvent, pongEvent, windowOf } from "./control.ts";
import { PongDebt } from "./pong-debt.ts";
import type { OpenSocket, Socket, SocketListener } from "./socket.ts";

/** How a connection behaves, whatever carries it. */
export interface ConnectionOptions {
  readonly limits: FrameLimits;
  readonly scheduler: SchedulerLike;
  /** what the line was opened for (PROTOCOL.md, "Negotiation") @default 1 */
  readonly version?: 1 | 2;
  /** bytes from which `buffered` counts as full, for `drained$` @default 262_144 */
  readonly highWater?: number;
}

/** events that wait for the next subscriber, so that none is lost between a handshake and the session */
const HELD_EVENTS = 1_024;
/** ms that the other end has to answer a close */
const CLOSE_TIMEOUT = 2_000;
/** connections of this program so far */
let opened = 0;

/**
 * One open line: subscribe to receive, `next` to send, `complete` to close.
 *
 * ```
 * connection --e--e----e--|      this end closed it
 * connection --e--e----#         the other end closed it, or it broke: ConnectionClosed
 * ```
 *
 * Events that come while nobody is subscribed wait for the next subscriber. A frame that is no event is reported on `errors$` and the
 * line stays; more than ten within a minute end it with 1008.
 */
export class Connection extends Observable<SyncEvent> implements Observer<SyncEvent> {
  readonly #socket: Socket;
  readonly #decoder: Decoder;
  readonly #scheduler: SchedulerLike;
  readonly #openedAt: number;
  readonly #events$ = new Subject<SyncEvent>();
  readonly #errors$ = new Subject<FrameError>();
  readonly #closed$ = new ReplaySubject<ConnectionClosed>(1);
  readonly #activity$ = new Subject<undefined>();
  readonly #pongs$ = new Subject<number>();
  readonly #badFrames = new BadFrames();
  readonly #buffer: BufferWatch;
  readonly #pongs: PongDebt;
  #held: SyncEvent[] = [];
  #pings = 0;
  #sent = 0;
  #open = true;
  #over = false;
  #extended = false;
  #returnWithin: number | undefined;

  /** What the line was opened for. Whether the other end speaks it too is known once both have said hello: `extended`. */
  readonly version: 1 | 2;
  /** What a frame of the other end may cost. */
  readonly limits: FrameLimits;
  /** Which of this program's connections it is, in the order in which they were opened. */
  readonly ordinal = (opened += 1);
  /** Frames of the other end that were refused. */
  readonly errors$: Observable<FrameError> = this.#errors$.asObservable();
  /** Emits once the line is really over, also to those who come later, and completes. */
  readonly closed$: Observable<ConnectionClosed> = this.#closed$.asObservable();
  /** Emits for everything that comes in, pings and refused frames included. */
  readonly activity$: Observable<undefined> = this.#activity$.asObservable();
  /** Emits when `buffered` has fallen to a quarter of the high-water mark, after it had reached that mark; completes with the line. */
  readonly drained$: Observable<undefined>;
  /**
   * Sends a ping on subscription; emits once all that was sent before it has reached the other end, then completes. Where the platform has no
   * ping (browsers) it is a `_PING`, and it never emits on a line that is not extended.
   */
  readonly roundTrip$: Observable<undefined>;

  constructor(open: OpenSocket, options: ConnectionOptions) {
    super((subscriber) => {
      for (let event = this.#held.shift(); event !== undefined; event = this.#held.shift()) {
        subscriber.next(event);
        if (subscriber.closed) return;
      }
      return this.#events$.subscribe(subscriber);
    });
    const { limits, scheduler, version = 1, highWater = 262_144 } = options;
    this.version = version;
    this.limits = limits;
    this.#scheduler = scheduler;
    this.#openedAt = scheduler.now();
    this.#decoder = decoder(limits);
    this.#socket = open(this.#listener());
    this.#buffer = new BufferWatch(this.#socket, { highWater, scheduler });
    this.#pongs = new PongDebt(this.#buffer, (count) => {
      this.next(pongEvent(count));
    });
    this.drained$ = this.#buffer.drained$;
    this.roundTrip$ = new Observable((subscriber) => {
      const count = (this.#pings += 1);
      const subscription = this.#pongs$
        .pipe(
          filter((answered) => answered >= count),
          take(1),
          map(() => undefined),
        )
        .subscribe(subscriber);
      if (this.#open) this.#ping(count);
      return subscription;
    });
  }

  /** Whether `next` can send. */
  get open(): boolean {
    return this.#open;
  }

  /** Bytes that were sent and have not left this machine yet. */
  get buffered(): number {
    return this.#socket.buffered;
  }

  /** Bytes (characters, of text) that were sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Bytes that came in so far, those of unfinished frames included; `undefined` where the platform does not say. */
  get received(): number | undefined {
    return this.#socket.received;
  }

  /** Whether both ends have said that they speak version 2. */
  get extended(): boolean {
    return this.#extended;
  }

  /** Whether the other end can be asked for a sign of life: by a ping of the platform, or by `_PING`. */
  get asks(): boolean {
    return this.#extended || this.#socket.ping !== undefined;
  }

  /**
   * From now on `_PING` is answered by `_PONG` here, and neither is an event any more; `_DRAIN` is remembered for `ConnectionClosed`, and is an
   * event as well (PROTOCOL.md, "Liveness"). Must be called when both ends have said hello; once more changes nothing.
   */
  extend(): void {
    this.#extended = true;
    this.#held = this.#held.filter((event) => !this.#control(event));
  }

  /** Gives an event that was read back: the next to subscribe gets it first. */
  putBack(event: SyncEvent): void {
    this.#held.unshift(event);
  }

  /**
   * Sends an event. A line that fails to take it is over: `ConnectionClosed` with code 1006.
   *
   * @throws TypeError for data that JSON cannot carry
   */
  next(event: SyncEvent): void {
    if (!this.#open) return;
    const frames = encode(event);
    try {
      this.#socket.send(frames);
      for (const frame of frames) this.#sent += frame.length;
      this.#buffer.look();
    } catch {
      this.cut(CloseCode.abnormal, "the line did not take a frame");
    }
  }

  /** Closes the line with 1000. */
  complete(): void {
    this.close(CloseCode.normal, "");
  }

  /** Closes the line with 1011, for a source that failed. */
  error(): void {
    this.close(CloseCode.internal, "");
  }

  /** Closes the line; it is cut when the other end does not answer within 2 s. Subscribers complete at once. */
  close(code: number, reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#held = [];
    this.#socket.close(code, reason);
    this.#events$.complete();
    timer(CLOSE_TIMEOUT, this.#scheduler)
      .pipe(takeUntil(this.#closed$))
      .subscribe(() => {
        this.#socket.terminate();
        this.#end(CloseCode.abnormal, reason);
      });
  }

  /** Ends the line at once, without waiting for the other end. Subscribers get `ConnectionClosed` with this code. */
  cut(code: number, reason: string): void {
    if (!this.#open) return;
    this.#socket.close(code, reason);
    this.#socket.terminate();
    this.#end(code, reason);
  }

  #listener(): SocketListener {
    return {
      frame: (frame) => {
        this.#activity$.next(undefined);
        if (this.#open) this.#receive(frame);
      },
      pong: (count) => {
        this.#activity$.next(undefined);
        this.#pongs$.next(count);
      },
      alive: () => {
        this.#activity$.next(undefined);
      },
      flushed: () => {
        this.#buffer.look();
      },
      closed: (code, reason) => {
        this.#end(code, reason);
      },
    };
  }

  #receive(frame: Frame): void {
    const event = this.#decode(frame);
    if (event === undefined || (this.#extended && this.#control(event))) return;
    if (this.#events$.observed) this.#events$.next(event);
    else if (this.#held.push(event) > HELD_EVENTS)
      this.cut(CloseCode.policy, "too many frames before anybody listened");
  }

  #decode(frame: Frame): SyncEvent | undefined {
    try {
      return this.#decoder.decode(frame);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      const tooMany = this.#badFrames.add(this.#scheduler.now());
      this.#errors$.next(error);
      if (tooMany) this.cut(CloseCode.policy, "too many frames that are no events");
      return undefined;
    }
  }

  /** Serves what concerns the line itself; returns whether it is no event for anybody else. */
  #control(event: SyncEvent): boolean {
    if (event.type === EventType.ping) this.#pongs.answer(countOf(event));
    else if (event.type === EventType.pong) this.#pongs$.next(countOf(event));
    else if (event.type === EventType.drain) this.#returnWithin = windowOf(event);
    return event.type === EventType.ping || event.type === EventType.pong;
  }

  #ping(count: number): void {
    if (this.#socket.ping !== undefined) this.#socket.ping(count);
    else if (this.#extended) this.next(pingEvent(count));
  }

  #end(code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    const closed = new ConnectionClosed(code, reason, this.#scheduler.now() - this.#openedAt, this.#returnWithin);
    const wasOpen = this.#open;
    this.#open = false;
    this.#closed$.next(closed);
    this.#closed$.complete();
    if (wasOpen) this.#events$.error(closed);
    this.#errors$.complete();
    this.#activity$.complete();
    this.#pongs$.complete();
    this.#buffer.end();
  }
}

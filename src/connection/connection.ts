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
import type { SyncEvent } from "../protocol/events.ts";
import type { FrameLimits } from "../protocol/limits.ts";
import type { OpenSocket, Socket, SocketListener } from "./socket.ts";

/** How a connection behaves, whatever carries it. */
export interface ConnectionOptions {
  readonly limits: FrameLimits;
  readonly scheduler: SchedulerLike;
}

/** refused frames within `BAD_FRAME_SPAN` ms after which the line is cut, so that a poison message cannot loop */
const BAD_FRAMES = 10;
const BAD_FRAME_SPAN = 60_000;
/** events that wait for the next subscriber, so that none is lost between a handshake and the session */
const HELD_EVENTS = 1_024;
/** ms that the other end has to answer a close */
const CLOSE_TIMEOUT = 2_000;

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
  readonly #held: SyncEvent[] = [];
  readonly #badFrames: number[] = [];
  #pings = 0;
  #open = true;
  #over = false;

  /** Frames of the other end that were refused. */
  readonly errors$: Observable<FrameError> = this.#errors$.asObservable();
  /** Emits once the line is really over, also to those who come later, and completes. */
  readonly closed$: Observable<ConnectionClosed> = this.#closed$.asObservable();
  /** Emits for everything that comes in, pings and refused frames included. */
  readonly activity$: Observable<undefined> = this.#activity$.asObservable();
  /** Sends a ping on subscription; emits once all that was sent before it has reached the other end, then completes. Never emits in browsers. */
  readonly roundTrip$: Observable<undefined>;

  constructor(open: OpenSocket, options: ConnectionOptions) {
    super((subscriber) => {
      const subscription = this.#events$.subscribe(subscriber);
      for (const event of this.#held.splice(0)) subscriber.next(event);
      return subscription;
    });
    this.#scheduler = options.scheduler;
    this.#openedAt = options.scheduler.now();
    this.#decoder = decoder(options.limits);
    this.#socket = open(this.#listener());
    this.roundTrip$ = new Observable((subscriber) => {
      const count = (this.#pings += 1);
      const subscription = this.#pongs$
        .pipe(
          filter((answered) => answered >= count),
          take(1),
          map(() => undefined),
        )
        .subscribe(subscriber);
      if (this.#open) this.#socket.ping?.(count);
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
      closed: (code, reason) => {
        this.#end(code, reason);
      },
    };
  }

  #receive(frame: Frame): void {
    const event = this.#decode(frame);
    if (event === undefined) return;
    if (this.#events$.observed) this.#events$.next(event);
    else if (this.#held.push(event) > HELD_EVENTS)
      this.cut(CloseCode.policy, "too many frames before anybody listened");
  }

  #decode(frame: Frame): SyncEvent | undefined {
    try {
      return this.#decoder.decode(frame);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#refuse(error);
      return undefined;
    }
  }

  #refuse(error: FrameError): void {
    const now = this.#scheduler.now();
    this.#badFrames.push(now);
    while (this.#badFrames[0] !== undefined && this.#badFrames[0] <= now - BAD_FRAME_SPAN) this.#badFrames.shift();
    this.#errors$.next(error);
    if (this.#badFrames.length > BAD_FRAMES) this.cut(CloseCode.policy, "too many frames that are no events");
  }

  #end(code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    const closed = new ConnectionClosed(code, reason, this.#scheduler.now() - this.#openedAt);
    const wasOpen = this.#open;
    this.#open = false;
    this.#closed$.next(closed);
    this.#closed$.complete();
    if (wasOpen) this.#events$.error(closed);
    this.#errors$.complete();
    this.#activity$.complete();
    this.#pongs$.complete();
  }
}

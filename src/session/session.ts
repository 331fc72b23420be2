import {
  BehaviorSubject,
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  ignoreElements,
  map,
  merge,
  Observable,
  of,
  type Observer,
  ReplaySubject,
  Subject,
  Subscription,
  takeUntil,
  tap,
} from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { Env } from "../connection/env.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import { HandlerError } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { readyOf, type Recovery } from "../protocol/hello.ts";
import type { Position } from "../protocol/position.ts";
import { EventBus } from "./event-bus.ts";
import { errorOf } from "./failure.ts";
import { Introduction } from "./introduction.ts";
import type { Line } from "./line.ts";
import { type AttachOptions, Lines } from "./lines.ts";
import { Outbox } from "./outbox.ts";
import type { Submitted } from "./outbox-entry.ts";
import type { Request } from "./request.ts";
import { requested } from "./requested.ts";
import type { ConnectionStatus } from "./status.ts";
import { Turn } from "./turn.ts";

/** What a session does: a function from the session to the events it sends. It never subscribes; `session.run` does. */
export type Pipeline = (session: Session) => Observable<SyncEvent>;

/** What a session takes from the world around it. */
export interface SessionOptions {
  readonly env: Env;
}

/**
 * What the two ends share while lines come and go: subscribe to receive events, `next` to send them.
 *
 * ```
 * lines    --1-----2-------
 * 1        --a-b--#
 * 2                -c---
 * session  ---a-b---c-------     the same subscription all along
 * ```
 *
 * A newer line replaces the older, which gets `_DISCONNECT` and is closed (PROTOCOL.md, "Takeover"); only several clients of version 2 share a
 * session. It completes only when it is ended, and never errors; what goes wrong is on `errors$`.
 */
export class Session extends Observable<SyncEvent> implements Observer<SyncEvent> {
  readonly env: Env;
  readonly #turn = new Turn();
  readonly #bus: EventBus;
  readonly #lines: Lines;
  readonly #errors$ = new Subject<Error>();
  readonly #undelivered$ = new Subject<SyncEvent>();
  readonly #ended$ = new ReplaySubject<undefined>(1);
  readonly #status$ = new BehaviorSubject<ConnectionStatus>({ phase: "connecting" });
  readonly #life = new Subscription();
  #outbox: Outbox | undefined;
  #introduction: Introduction | undefined;
  #over = false;

  /** Where the session stands; the present status first. */
  readonly status$: Observable<ConnectionStatus> = defer(() => (this.#over ? of(this.status) : this.#present$));
  /** Whoever changes the status in answer to it is not overtaken, at the next subscriber, by what it was. */
  readonly #present$ = this.#status$.pipe(
    map(() => this.status),
    distinctUntilChanged(),
  );
  /** Whether there is a live line; the present answer first. */
  readonly connected$: Observable<boolean> = this.status$.pipe(
    map(({ phase }) => phase === "live"),
    distinctUntilChanged(),
  );
  /** How each state was brought up to date, by key, whenever a client is live again (PROTOCOL.md, "`_READY`"). */
  readonly recovery$: Observable<Readonly<Record<string, Recovery>>> = defer(() =>
    this.on(EventType.ready).pipe(
      map((event) => readyOf(event)?.recovered),
      filter((recovered) => recovered !== undefined),
    ),
  );
  /** Whether requests have no outcome yet; the present answer first. @internal */
  readonly asking$: Observable<boolean> = defer(() => this.outbox.entries$.pipe(map((entries) => entries.length > 0)));
  /** What failed without ending anything: handlers, pipelines, refused writes and frames. */
  readonly errors$: Observable<Error> = this.#errors$.asObservable();
  /** Events that were not sent because there was no line. */
  readonly undelivered$: Observable<SyncEvent> = this.#undelivered$.asObservable();
  /** Emits and completes when the session is over, also for those who come later. */
  readonly ended$: Observable<undefined> = this.#ended$.asObservable();

  constructor(options: SessionOptions) {
    const bus = new EventBus();
    super((subscriber) => bus.all$.subscribe(subscriber));
    this.#bus = bus;
    this.env = options.env;
    this.#lines = new Lines(this, {
      dispatch: (event) => {
        bus.next(event);
      },
      undelivered: (event) => {
        this.#undelivered$.next(event);
      },
    });
  }

  /** The present status, without subscribing. */
  get status(): ConnectionStatus {
    return this.#status$.value;
  }

  /** The lines there are now, then every new one at the moment it is attached. */
  get line$(): Observable<Line> {
    return defer(() => merge(this.#lines.all, this.#lines.new$));
  }

  /** The lines there are now. */
  get lines(): readonly Line[] {
    return this.#lines.all;
  }

  /** A client's requests that have no outcome yet. */
  get outbox(): Outbox {
    this.#outbox ??= new Outbox(this, this.#life);
    return this.#outbox;
  }

  /** What a client tells a server of itself. @internal */
  get introduction(): Introduction {
    this.#introduction ??= new Introduction(this.env.id());
    return this.#introduction;
  }

  /** How many requests of clients have not been answered; the present number first. @internal */
  get openRequests$(): Observable<number> {
    return this.#lines.openRequests$;
  }

  /** The incoming events of one type. */
  on(type: string): Observable<SyncEvent> {
    return this.#bus.on(type);
  }

  /** Sends an event on every line, or on the one it is addressed to. Without a line it goes to `undelivered$`. */
  next(event: SyncEvent): void {
    const error = errorOf(event);
    if (error === undefined)
      this.enqueue(() => {
        this.#lines.send(event);
      });
    else this.report(error);
  }

  /** Hands in a request, which has exactly one outcome. @internal */
  submit(request: Request): Submitted {
    const submitted = this.outbox.add(request);
    if (this.#over) this.outbox.fail(this.outbox.items, "ended", "the session has ended");
    return submitted;
  }

  /** Asks the server for something on subscription: emits the answer, if there is any, or errors with `RequestError`. @internal */
  request(request: Request): Observable<unknown> {
    return requested((full) => this.submit(full), request);
  }

  /** Tells servers from now on how far a state has come. @returns what ends it @internal */
  follow(key: string, position: () => Position | undefined): () => void {
    return this.introduction.follow(key, position);
  }

  /** Ends the session: its lines are closed with 1000, its streams complete. */
  complete(): void {
    this.end("The session has ended.");
  }

  /** Reports the error and ends the session. */
  error(error: unknown): void {
    this.report(error instanceof Error ? error : new Error(String(error)));
    this.complete();
  }

  /** Puts an error on `errors$`. */
  report(error: Error): void {
    this.#errors$.next(error);
  }

  /** Runs a task behind all that is being served and sent. @internal */
  enqueue(task: () => void): void {
    this.#turn.run(task);
  }

  /** Changes the status, unless the session is over. @internal */
  enter(status: ConnectionStatus): void {
    const { phase, reason } = this.#status$.value;
    if (!this.#over && (phase !== status.phase || reason !== status.reason)) this.#status$.next(status);
  }

  /** Requests may go out on a line that was silent so far. @internal */
  heard(): void {
    this.#outbox?.resume();
  }

  /** From now on requests are given back to their clients. @internal */
  refuseRequests(): void {
    this.#lines.draining = true;
  }

  /**
   * Runs pipelines until the session ends. One that fails is reported on `errors$` and is over; the others go on.
   *
   * @returns never emits; unsubscribing stops the pipelines
   */
  run(...pipelines: readonly Pipeline[]): Observable<never> {
    const guarded = pipelines.map((pipeline) =>
      defer(() => pipeline(this)).pipe(
        catchError((error: unknown) => {
          this.report(new HandlerError("a pipeline", pipeline.name === "" ? "a pipeline" : pipeline.name, error));
          return EMPTY;
        }),
      ),
    );
    return merge(...guarded).pipe(
      tap((event) => {
        this.next(event);
      }),
      ignoreElements(),
      takeUntil(this.ended$),
    );
  }

  /**
   * Takes a connection in as the session's line, in place of the one there is. It speaks version 1, unless `options` say what the client has said
   * of itself: the operator `attach` finds out.
   *
   * @returns never emits; completes when the line is over, for whatever reason; unsubscribing closes it
   */
  attach(connection: Connection, options: AttachOptions = {}): Observable<never> {
    return new Observable<never>((subscriber) => {
      if (this.#over) {
        connection.close(CloseCode.sessionEnded, "the session has ended");
        subscriber.complete();
        return undefined;
      }
      const line = this.#lines.open(connection, options);
      subscriber.add(() => {
        this.#lines.detach(line);
        connection.complete();
      });
      return connection.subscribe({
        next: (event) => {
          this.#lines.receive(event, line);
        },
        error: (error: unknown) => {
          this.#lines.detach(line, error instanceof Error ? error.message : String(error));
          subscriber.complete();
        },
        complete: () => {
          subscriber.complete();
        },
      });
    });
  }

  /** Ends the session, with a reason for a person. */
  end(reason: string, code: number = CloseCode.normal): void {
    if (this.#over) return;
    this.enter({ phase: "ended", reason });
    this.#over = true;
    this.#lines.close(code);
    this.#ended$.next(undefined);
    this.#ended$.complete();
    this.#bus.complete();
    for (const subject$ of [this.#status$, this.#errors$]) subject$.complete();
    this.#undelivered$.complete();
    this.#life.unsubscribe();
  }
}

import {
  BehaviorSubject,
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  ignoreElements,
  map,
  merge,
  Observable,
  of,
  type Observer,
  ReplaySubject,
  Subject,
  takeUntil,
  tap,
  timer,
} from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { Env } from "../connection/env.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import { HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { disconnectEvent } from "../protocol/event-of.ts";
import { address, lineOf, plain } from "./addressed.ts";
import { errorOf } from "./failure.ts";
import { Line, type LineOwner } from "./line.ts";
import type { ConnectionStatus } from "./status.ts";
import { Turn } from "./turn.ts";

/** What a session does: a function from the session to the events it sends. It never subscribes; `session.run` does. */
export type Pipeline = (session: Session) => Observable<SyncEvent>;

/** What a session takes from the world around it. */
export interface SessionOptions {
  readonly env: Env;
}

/** How a line is taken in. */
export interface AttachOptions {
  /**
   * ms to wait for the other end's first event before anything but an answer is sent; 0 speaks at once. A client waits, since an
   * original server that asks `_REQUEST_USER_SESSION` closes on any other first frame. @default 0
   */
  readonly greeting?: number;
}

const REPLACED = "This session was opened somewhere else.";

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
 * It has one line at a time: a newer one replaces the older, which gets `_DISCONNECT` and is closed (PROTOCOL.md, "Takeover").
 * It completes only when it is ended, and never errors; what goes wrong is on `errors$`.
 */
export class Session extends Observable<SyncEvent> implements Observer<SyncEvent> {
  readonly env: Env;
  readonly #lines = new Set<Line>();
  readonly #turn = new Turn();
  readonly #events$ = new Subject<SyncEvent>();
  readonly #byType = new Map<string, Subject<SyncEvent>>();
  readonly #newLines$ = new Subject<Line>();
  readonly #errors$ = new Subject<Error>();
  readonly #undelivered$ = new Subject<SyncEvent>();
  readonly #ended$ = new ReplaySubject<undefined>(1);
  readonly #status$ = new BehaviorSubject<ConnectionStatus>({ phase: "connecting" });
  readonly #owner: LineOwner;
  #over = false;

  /** Where the session stands; the present status first. */
  readonly status$: Observable<ConnectionStatus> = defer(() => (this.#over ? of(this.status) : this.#status$));
  /** Whether there is a live line; the present answer first. */
  readonly connected$: Observable<boolean> = this.status$.pipe(
    map(({ phase }) => phase === "live"),
    distinctUntilChanged(),
  );
  /** What failed without ending anything: handlers, pipelines, refused writes and frames. */
  readonly errors$: Observable<Error> = this.#errors$.asObservable();
  /** Events that were not sent because there was no line. */
  readonly undelivered$: Observable<SyncEvent> = this.#undelivered$.asObservable();
  /** Emits and completes when the session is over, also for those who come later. */
  readonly ended$: Observable<undefined> = this.#ended$.asObservable();

  constructor(options: SessionOptions) {
    super((subscriber) => this.#events$.subscribe(subscriber));
    this.env = options.env;
    this.#owner = {
      scheduler: options.env.scheduler,
      receive: (event, line) => {
        this.#receive(event, line);
      },
      later: (task) => {
        this.enqueue(task);
      },
    };
  }

  /** The present status, without subscribing. */
  get status(): ConnectionStatus {
    return this.#status$.value;
  }

  /** The lines there are now, then every new one at the moment it is attached. */
  get line$(): Observable<Line> {
    return defer(() => merge([...this.#lines], this.#newLines$));
  }

  /** The incoming events of one type. */
  on(type: string): Observable<SyncEvent> {
    return new Observable((subscriber) => {
      const subject$ = this.#byType.get(type) ?? new Subject<SyncEvent>();
      this.#byType.set(type, subject$);
      if (this.#over) subject$.complete();
      subscriber.add(() => {
        if (!subject$.observed) this.#byType.delete(type);
      });
      return subject$.subscribe(subscriber);
    });
  }

  /** Sends an event on every line, or on the one it is addressed to. Without a line it goes to `undelivered$`. */
  next(event: SyncEvent): void {
    const error = errorOf(event);
    if (error === undefined)
      this.enqueue(() => {
        this.#send(event);
      });
    else this.report(error);
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
   * Takes a connection in as the session's line, in place of the one there is.
   *
   * @returns never emits; completes when the line is over, for whatever reason; unsubscribing closes it
   */
  attach(connection: Connection, options: AttachOptions = {}): Observable<never> {
    const { greeting = 0 } = options;
    return new Observable<never>((subscriber) => {
      if (this.#over) {
        connection.close(CloseCode.sessionEnded, "the session has ended");
        subscriber.complete();
        return undefined;
      }
      const replaced = [...this.#lines];
      const line = new Line(connection, this.#owner, greeting === 0);
      this.#lines.add(line);
      for (const old of replaced) this.#dismiss(old);
      line.hold(
        connection.errors$.pipe(
          tap((error) => {
            this.report(error);
          }),
        ),
      );
      if (line.speaking) this.enter({ phase: "live" });
      else
        line.hold(
          timer(greeting, this.env.scheduler).pipe(
            tap(() => {
              this.#speak(line);
            }),
          ),
        );
      // as one step: nothing is sent, and no hook runs, before everybody has queued what the new line gets first
      this.enqueue(() => {
        this.#newLines$.next(line);
      });
      subscriber.add(() => {
        this.#detach(line);
        connection.complete();
      });
      return connection.subscribe({
        next: (event) => {
          this.#receive(event, line);
        },
        error: (error: unknown) => {
          this.#detach(line, error instanceof Error ? error.message : String(error));
          subscriber.complete();
        },
        complete: () => {
          subscriber.complete();
        },
      });
    });
  }

  /** Ends the session, with a reason for a person. */
  end(reason: string): void {
    if (this.#over) return;
    this.enter({ phase: "ended", reason });
    this.#over = true;
    for (const line of [...this.#lines]) line.connection.complete();
    this.#ended$.next(undefined);
    this.#ended$.complete();
    for (const subject$ of [this.#events$, ...this.#byType.values(), this.#newLines$, this.#status$, this.#errors$])
      subject$.complete();
    this.#undelivered$.complete();
  }

  #receive(event: SyncEvent, line: Line): void {
    const incoming = address(event, line);
    this.enqueue(() => {
      this.#events$.next(incoming);
      this.#byType.get(incoming.type)?.next(incoming);
      // behind the answers that this event caused: they must reach a server that asks who is there first
      if (!line.speaking) {
        this.enqueue(() => {
          this.#speak(line);
        });
      }
    });
  }

  #speak(line: Line): void {
    if (!this.#lines.has(line) || line.speaking) return;
    line.speak();
    this.enter({ phase: "live" });
  }

  #send(event: SyncEvent): void {
    const line = lineOf(event);
    try {
      if (line !== undefined && this.#lines.has(line)) line.answer(plain(event));
      else if (line !== undefined || this.#lines.size === 0) this.#undelivered$.next(plain(event));
      else for (const each of this.#lines) each.send(plain(event));
    } catch (error) {
      this.report(new HandlerError(event.type, "encoding", error));
    }
  }

  #dismiss(line: Line): void {
    line.answer(disconnectEvent(REPLACED));
    this.#detach(line, REPLACED);
    line.connection.close(CloseCode.normal, "");
  }

  #detach(line: Line, reason?: string): void {
    line.release();
    if (!this.#lines.delete(line) || this.#lines.size > 0) return;
    this.enter(reason === undefined ? { phase: "offline" } : { phase: "offline", reason });
  }
}

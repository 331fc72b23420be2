import {
  BehaviorSubject,
  combineLatest,
  filter,
  finalize,
  first,
  firstValueFrom,
  map,
  of,
  Subject,
  takeUntil,
  tap,
  timeout,
  timer,
} from "rxjs";
import { ConnectionClosed, Divergence, RequestError, synced, type Synced } from "ws-sync-rx";
import { backoff, connect, type ConnectOptions, join, Session, userSession } from "ws-sync-rx/client";
import { type Random, random } from "../fuzz/random.ts";
import { BOARD, type Board, NO_BOARD } from "./board.ts";
import { fingerprint } from "./fingerprint.ts";
import { ask, type Asked, choose } from "./requests.ts";

/** Who a client is. */
export interface Seat {
  readonly name: string;
  /** two clients with the same one share a session */
  readonly session: string;
  readonly url: string;
  readonly seed: number;
  /** among `clients` */
  readonly index: number;
  readonly clients: number;
  /** ms between two requests, on average */
  readonly rest: number;
}

/** What a client has seen. */
export interface ClientReport {
  readonly name: string;
  readonly asked: readonly Asked[];
  /** lines that were over, with the code; `at` in ms since the epoch */
  readonly closes: readonly { readonly code: number; readonly at: number }[];
  /** ms from the loss of a line until the client was live again */
  readonly recoveries: readonly number[];
  /** `delta`, `snapshot`, `fresh`, and how often */
  readonly recovered: Readonly<Record<string, number>>;
  /** errors of the engine, by name, and how often; refused requests left out */
  readonly errors: Readonly<Record<string, number>>;
  readonly diverged: number;
}

/** requests of one client that may be without an outcome */
const MOST_OPEN = 30;

/** A client that asks for one thing after the other, and remembers what it was told. */
export class ChaosClient {
  readonly #seat: Seat;
  readonly #session = new Session();
  readonly #board: Synced<Board>;
  readonly #random: Random;
  readonly #asked: Asked[] = [];
  readonly #closes: { code: number; at: number }[] = [];
  readonly #recoveries: number[] = [];
  readonly #recovered: Record<string, number> = {};
  readonly #errors: Record<string, number> = {};
  readonly #open$ = new BehaviorSubject(0);
  readonly #stop$ = new Subject<undefined>();
  #diverged = 0;

  /** @param options how lines are opened */
  constructor(seat: Seat, options: Partial<ConnectOptions>) {
    this.#seat = seat;
    this.#random = random(seat.seed);
    this.#board = synced(this.#session, BOARD, NO_BOARD);
    this.#watch();
    this.#session.run(userSession(() => ({ user: "chaos", session: seat.session }))).subscribe();
    this.#board.subscribe();
    connect(seat.url, { openTimeout: 5_000, ...options })
      .pipe(
        tap({ error: (error: unknown) => this.#closed(error) }),
        backoff({ base: 250, cap: 4_000, stableAfter: 3_000, refusedTries: 1_000, refusedPause: 1_000 }),
        join(this.#session, { heartbeat: { interval: 5_000, timeout: 6_000 } }),
      )
      .subscribe({ error: (error: unknown) => this.#count(String(error)), complete: () => this.#count("dismissed") });
  }

  /** What it shows. */
  get board(): Board {
    return this.#board.value;
  }

  /** Begins to ask, once there is something to ask about. */
  async begin(): Promise<void> {
    await firstValueFrom(this.#board.pipe(filter(({ rows }) => rows.length > 0)));
    this.#askLater();
  }

  /** Asks for nothing more. @returns when everything has its outcome and the line is live */
  async stop(): Promise<void> {
    this.#stop$.next(undefined);
    const idle$ = combineLatest([this.#open$, this.#session.connected$, this.#board.pending$]).pipe(
      first(([open, connected, pending]) => open === 0 && connected && pending.length === 0),
    );
    await firstValueFrom(idle$);
  }

  /** What it waits for, for a person. */
  get waiting(): string {
    const { phase, reason = "" } = this.#session.status;
    const entries = this.#session.outbox.entries.map(({ name, state }) => `${name} ${state}`);
    return `${phase} ${reason}, ${this.#open$.value} without an outcome, outbox: ${entries.join(", ")}`;
  }

  /** @returns a fingerprint of what it shows, once that has the server's last word; says so when it has not within `ms` */
  seen(marker: string, ms: number): Promise<string> {
    const seen$ = this.#board.pipe(
      filter((board) => board.marker === marker),
      map(fingerprint),
      timeout({ first: ms, with: () => of("without the last word") }),
    );
    return firstValueFrom(seen$);
  }

  report(): ClientReport {
    const [asked, closes, recoveries] = [this.#asked, this.#closes, this.#recoveries];
    const [recovered, errors, diverged] = [this.#recovered, this.#errors, this.#diverged];
    return { name: this.#seat.name, asked, closes, recoveries, recovered, errors, diverged };
  }

  #askLater(): void {
    timer(this.#random.below(2 * this.#seat.rest))
      .pipe(takeUntil(this.#stop$))
      .subscribe(() => {
        if (this.#open$.value < MOST_OPEN) this.#ask();
        this.#askLater();
      });
  }

  #ask(): void {
    const [session, board, random] = [this.#session, this.#board, this.#random];
    const { name, index, clients } = this.#seat;
    const asker = { session, board, random, name, index, clients };
    const asked = choose(asker, this.#asked.length);
    this.#asked.push(asked);
    this.#open$.next(this.#open$.value + 1);
    ask(asker, asked)
      .pipe(finalize(() => this.#open$.next(this.#open$.value - 1)))
      .subscribe({
        next: (result) => (asked.result = result),
        error: (error: unknown) => (asked.outcome = error instanceof RequestError ? error.code : String(error)),
        complete: () => (asked.outcome = asked.kind === "cancel" && asked.result === undefined ? "left" : "done"),
      });
  }

  #watch(): void {
    const session = this.#session;
    session.errors$.subscribe((error) => {
      if (error instanceof Divergence) this.#diverged += 1;
      if (!(error instanceof RequestError)) this.#count(`${error.name}: ${error.message.slice(0, 120)}`);
    });
    session.recovery$.subscribe((recovered) => {
      for (const how of Object.values(recovered)) this.#recovered[how] = (this.#recovered[how] ?? 0) + 1;
    });
    let lost: number | undefined;
    session.connected$.subscribe((connected) => {
      if (connected && lost !== undefined) this.#recoveries.push(performance.now() - lost);
      lost = connected ? undefined : (lost ?? performance.now());
    });
  }

  #closed(error: unknown): void {
    if (error instanceof ConnectionClosed) this.#closes.push({ code: error.code, at: Date.now() });
  }

  #count(name: string): void {
    this.#errors[name] = (this.#errors[name] ?? 0) + 1;
  }
}

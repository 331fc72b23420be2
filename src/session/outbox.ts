import { defer, filter, map, merge, type Observable, startWith, Subject, type Subscription, take, tap, timer } from "rxjs";
import type { Env } from "../connection/env.ts";
import { encode } from "../protocol/codec.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { type Issue, replyOf, type RequestCode } from "../protocol/reply.ts";
import { RequestError } from "../protocol/request-error.ts";
import type { Line } from "./line.ts";
import type { OutboxEntry, Submitted } from "./outbox-entry.ts";
import { refusalOf } from "./outbox-bounds.ts";
import { OutboxItem } from "./outbox-item.ts";
import type { Request, Settled } from "./request.ts";
import type { Introduction } from "./introduction.ts";
import type { ConnectionStatus } from "./status.ts";

/** The session, as far as its outbox needs it. */
export interface OutboxSession {
  readonly env: Pick<Env, "scheduler">;
  readonly status: ConnectionStatus;
  readonly status$: Observable<ConnectionStatus>;
  readonly ended$: Observable<undefined>;
  readonly lines: readonly Line[];
  readonly introduction: Introduction;
  on(type: string): Observable<SyncEvent>;
  next(event: SyncEvent): void;
}

/**
 * The requests of a client, in the order in which they were made, each until it has its one outcome (PROTOCOL.md, "Outcomes").
 *
 * ```
 * made      1--2----#--3------------
 * line      --------#-----live------
 * sent      1--2----------1'2'3-----    1', 2' had no answer yet: sent again under the same ids, served once
 * answered  ---------------1--2--3--
 * ```
 *
 * A request is sent when all before it are; one with a lane also waits for the outcome of the one before it in that lane.
 */
export class Outbox {
  readonly #session: OutboxSession;
  readonly #changed$ = new Subject<undefined>();
  readonly #sent = new Map<number, OutboxItem>();
  readonly #lanes = new Set<string>();
  #waiting: OutboxItem[] = [];
  #memory: string | undefined;
  #ids = 0;
  #orders = 0;
  #held = false;
  #pumping = false;

  /** What has no outcome yet, in order; the present list first. */
  readonly entries$: Observable<readonly OutboxEntry[]> = defer(() =>
    this.#changed$.pipe(
      startWith(undefined),
      map(() => this.entries),
    ),
  );

  /** @param life ends with the session */
  constructor(session: OutboxSession, life: Subscription) {
    this.#session = session;
    const replies$ = session.on(EventType.reply).pipe(
      tap((event) => {
        this.#replied(event);
      }),
    );
    const live$ = session.status$.pipe(
      filter(({ phase }) => phase === "live"),
      tap(() => {
        this.#resume();
      }),
    );
    // not where a client was merely sent away: it may ask again
    const ended$ = session.ended$.pipe(
      tap(() => {
        this.#failAll("ended", "the session has ended");
      }),
    );
    life.add(merge(replies$, live$, ended$).subscribe());
  }

  /** What has no outcome yet, in order. */
  get entries(): readonly OutboxEntry[] {
    return [...this.#sent.values(), ...this.#waiting].map((entry) => ({
      name: entry.request.name,
      state: entry.state === "sent" ? "sent" : "waiting",
      since: entry.since,
      cancel: () => this.#cancel(entry),
    }));
  }

  /** Makes a request. */
  add(request: Request): Submitted {
    const entry = new OutboxItem(request, (this.#orders += 1), this.#session.env.scheduler.now());
    const waiting = this.#waiting.map((other) => other.request);
    const refusal = refusalOf(request, waiting, this.#session.status.phase === "live");
    if (refusal !== undefined) this.#fail(entry, ...refusal);
    else {
      if (request.offline === "latest") this.#replace(request.name);
      this.#insert([entry]);
      this.pump();
    }
    const isLast = (): boolean => this.#waiting.at(-1) === entry;
    return {
      get open() {
        return isLast();
      },
      get id() {
        return entry.state === "sent" ? entry.id : undefined;
      },
      withdraw: () => this.#remove(entry),
    };
  }

  /** Sends what can be sent. Must be called when a `ready()` may have changed. */
  pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let entry = this.#next(); entry !== undefined; entry = this.#next()) this.#send(entry);
    } finally {
      this.#pumping = false;
    }
  }

  get #line(): Line | undefined {
    return this.#session.status.phase === "live" ? this.#session.lines[0] : undefined;
  }

  #next(): OutboxItem | undefined {
    const entry = this.#waiting[0];
    const line = this.#line;
    if (entry === undefined || line === undefined || this.#held) return undefined;
    const { lane } = entry.request;
    if (lane !== undefined && this.#lanes.has(lane)) return undefined;
    if (entry.request.ready?.() === false) return undefined;
    if (!line.writable) {
      line.hold(
        line.writable$.pipe(
          take(1),
          map(() => {
            this.pump();
          }),
        ),
      );
      return undefined;
    }
    return this.#waiting.shift();
  }

  #send(entry: OutboxItem): void {
    const version = this.#line?.version ?? 1;
    const made = this.#made(entry, version);
    if (made instanceof Error) this.#fail(entry, "invalid", made.message);
    else if (made === undefined) this.#settle(entry, { kind: "done", value: undefined });
    else if (version === 1) {
      this.#session.next(made);
      this.#settle(entry, { kind: "sent" });
    } else this.#ask(entry, made);
  }

  #made({ request }: OutboxItem, version: 1 | 2): SyncEvent | undefined | Error {
    try {
      const event = request.event(version);
      if (event !== undefined) encode(event);
      return event;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #ask(entry: OutboxItem, made: SyncEvent): void {
    const id = (this.#ids += 1);
    const event = { ...made, envelope: { ...made.envelope, id } };
    const { text, binary } = this.#session.introduction.limits;
    const [frame, payload] = encode(event);
    if (frame.length > text || (payload?.length ?? 0) > binary) {
      this.#fail(
        entry,
        "tooLarge",
        `it has ${frame.length} characters and ${payload?.length ?? 0} bytes, the server takes ${text} and ${binary}`,
      );
      return;
    }
    Object.assign(entry, { state: "sent", id, event });
    this.#sent.set(id, entry);
    const { lane, timeout } = entry.request;
    if (lane !== undefined) this.#lanes.add(lane);
    if (timeout !== undefined && Number.isFinite(timeout)) {
      entry.patience = timer(timeout, this.#session.env.scheduler).subscribe(() => {
        this.#fail(
          entry,
          "timeout",
          `the server did not answer within ${timeout} ms; it may or may not have been done`,
        );
      });
    }
    this.#session.next(event);
    this.#changed$.next(undefined);
  }

  /** A line is live: what was sent and not answered is sent again, if the server still knows what it served. */
  #resume(): void {
    const version = this.#line?.version;
    const { memory } = this.#session.introduction;
    if (version !== 2 || memory !== this.#memory) {
      const message = "the server began anew before it answered; it may or may not have been done";
      for (const entry of [...this.#sent.values()]) this.#fail(entry, "interrupted", message);
    }
    this.#memory = version === 2 ? memory : undefined;
    this.#held = false;
    for (const { event } of this.#sent.values()) if (event !== undefined) this.#session.next(event);
    this.pump();
  }

  #replied(event: SyncEvent): void {
    const { re, outcome } = replyOf(event) ?? {};
    const entry = re === undefined ? undefined : this.#sent.get(re);
    if (entry === undefined || outcome === undefined) return;
    if ("ok" in outcome) this.#settle(entry, { kind: "done", value: outcome.ok });
    else if (outcome.error.code !== "draining")
      this.#fail(entry, outcome.error.code, outcome.error.message, outcome.error.issues);
    else {
      // given back: it goes to the next server
      this.#release(entry);
      entry.state = "waiting";
      this.#held = true;
      this.#insert([entry]);
    }
    this.pump();
  }

  #settle(entry: OutboxItem, end: Settled): void {
    if (entry.state === "over") return;
    this.#release(entry);
    entry.state = "over";
    const instead = entry.request.settled(end);
    if (instead !== undefined)
      this.#insert(instead.map((request) => new OutboxItem(request, entry.order, entry.since)));
    this.#changed$.next(undefined);
  }

  #fail(entry: OutboxItem, code: RequestCode, message: string, issues: readonly Issue[] = []): void {
    this.#settle(entry, { kind: "failed", error: new RequestError(entry.request.name, { code, message, issues }) });
  }

  #failAll(code: RequestCode, message: string): void {
    const all = [...this.#sent.values(), ...this.#waiting];
    this.#waiting = [];
    for (const entry of all) this.#fail(entry, code, message);
  }

  #release(entry: OutboxItem): void {
    entry.patience?.unsubscribe();
    this.#sent.delete(entry.id);
    const { lane } = entry.request;
    if (entry.state === "sent" && lane !== undefined) this.#lanes.delete(lane);
  }

  #insert(entries: readonly OutboxItem[]): void {
    // sorting is stable, and almost always finds the list sorted
    this.#waiting = [...this.#waiting, ...entries].sort((a, b) => a.order - b.order);
    this.#changed$.next(undefined);
  }

  #cancel(entry: OutboxItem): boolean {
    if (!this.#remove(entry)) return false;
    this.#fail(entry, "cancelled", "it was taken back before it was sent");
    return true;
  }

  #remove(entry: OutboxItem): boolean {
    if (!this.#waiting.includes(entry)) return false;
    this.#waiting = this.#waiting.filter((other) => other !== entry);
    this.#changed$.next(undefined);
    return true;
  }

  #replace(name: string): void {
    for (const entry of this.#waiting) if (entry.request.name === name) this.#cancel(entry);
  }
}

import { defer, filter, map, merge, type Observable, startWith, Subject, Subscription, take, tap } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { replyOf, type RequestCode } from "../protocol/reply.ts";
import { RequestError } from "../protocol/request-error.ts";
import type { Line } from "./line.ts";
import { excessOf, madeEvent } from "./made-event.ts";
import type { OutboxEntry, Submitted } from "./outbox-entry.ts";
import { isBusy, refusalOf } from "./outbox-bounds.ts";
import { OutboxItem } from "./outbox-item.ts";
import type { OutboxKeeper } from "./outbox-keeper.ts";
import type { OutboxSession } from "./outbox-session.ts";
import type { Request, Settled } from "./request.ts";
import { untilEnded } from "./until-ended.ts";
import { WaitingItems } from "./waiting-items.ts";

const ENDED = ["ended", "the session has ended"] as const;

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
  readonly #waiting = new WaitingItems();
  #orders = 0;
  #held = false;
  #dropping = 0;
  #pumping = false;
  #over = false;
  #blocked = Subscription.EMPTY;
  /** the last id that was given @internal */
  lastId = 0;
  /** the server's memory of what has been sent @internal */
  memory: string | undefined;
  /** keeps it beyond this page, where that is wanted @internal */
  keeper: OutboxKeeper | undefined;

  /** What has no outcome yet, in order; the present list first. It completes with the session. */
  readonly entries$: Observable<readonly OutboxEntry[]> = defer(() =>
    this.#changed$.pipe(
      startWith(undefined),
      map(() => this.entries),
      untilEnded(this.#session.ended$),
    ),
  );

  /** @param life ends with the session */
  constructor(session: OutboxSession, life: Subscription) {
    this.#session = session;
    const replies$ = session.on(EventType.reply).pipe(tap((event) => this.#replied(event)));
    const live$ = session.status$.pipe(
      filter(({ phase }) => phase === "live"),
      tap(() => this.resume()),
    );
    // not where a client was merely sent away: it may ask again
    const ended$ = session.ended$.pipe(
      tap(() => {
        this.#over = true;
        this.fail(this.items, ...ENDED);
      }),
    );
    life.add(merge(replies$, live$, ended$).subscribe());
  }

  /** What has no outcome yet, in order. */
  get entries(): readonly OutboxEntry[] {
    return this.items.map((entry) => entry.listed(() => this.#cancel(entry)));
  }

  /** Makes a request. */
  add(request: Request): Submitted {
    const entry = new OutboxItem(request, (this.#orders += 1), this.#session.env.scheduler.now());
    const refusal = refusalOf(entry, this.#waiting, this.#session.status.phase === "live");
    if (refusal !== undefined) this.#settle(entry, entry.failed(...refusal));
    else {
      if (request.offline === "latest")
        for (const former of this.items) if (former.request.name === request.name) this.#cancel(former);
      this.#waiting.insert([entry]);
      this.pump();
      // only now: what goes out at once is not to be kept as waiting first
      this.#changed();
    }
    const isLast = (): boolean => this.#waiting.last === entry;
    return {
      get open() {
        return isLast();
      },
      get id() {
        return entry.state === "sent" ? entry.id : undefined;
      },
      touch: () => this.#changed(),
      withdraw: () => this.#remove(entry),
    };
  }

  /** All that has no outcome yet, in order. @internal */
  get items(): readonly OutboxItem[] {
    return [...this.#sent.values(), ...this.#waiting];
  }

  /**
   * Takes over what another page has left. What it has sent may come only where this client goes by its name, and has sent nothing yet.
   *
   * @param memory the server's, of what that page has sent @internal
   */
  adopt(items: readonly OutboxItem[], lastId: number, memory: string | undefined): void {
    const sent = items.filter(({ state }) => state === "sent");
    if (sent.length > 0) [this.lastId, this.memory] = [lastId, memory];
    for (const entry of sent) this.#expect(entry);
    this.#insert(items.filter(({ state }) => state === "waiting"));
    if (sent.length > 0) this.resume();
    this.pump();
  }

  /** Ends requests without the server's word. @internal */
  fail(entries: readonly OutboxItem[], code: RequestCode, message: string): void {
    for (const entry of entries) {
      this.#waiting.remove(entry);
      this.#settle(entry, entry.failed(code, message));
    }
    this.pump();
  }

  /** Sends nothing more on the present line: the server is about to stop. */
  hold(): void {
    this.#held = true;
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

  /** Where requests go: a server that has not said a word may be of either version, or not there. */
  get #line(): Line | undefined {
    const [line] = this.#session.lines;
    return this.#session.status.phase === "live" && line?.known === true ? line : undefined;
  }

  #next(): OutboxItem | undefined {
    const entry = this.#waiting.first;
    const line = this.#line;
    if (entry === undefined || line === undefined || this.#held || this.#dropping > 0) return undefined;
    const { lane } = entry.request;
    if (lane !== undefined && this.#lanes.has(lane)) return undefined;
    if (entry.request.ready?.() === false || isBusy(this.#sent)) return undefined;
    if (line.writable) {
      this.#waiting.remove(entry);
      return entry;
    }
    this.#blocked.unsubscribe();
    this.#blocked = line.writable$.pipe(take(1)).subscribe(() => this.pump());
    return undefined;
  }

  #send(entry: OutboxItem): void {
    const id = this.#line?.version === 2 ? this.lastId + 1 : undefined;
    const made = madeEvent(entry.request, id);
    if (made instanceof RequestError) this.#drop(entry, { kind: "failed", error: made });
    else if (made === undefined) this.#drop(entry, { kind: "done", value: undefined });
    else if (id === undefined) {
      this.#safely(() => this.#session.next(made));
      this.#settle(entry, { kind: "sent" });
    } else this.#ask(entry, made, id);
  }

  #ask(entry: OutboxItem, event: SyncEvent, id: number): void {
    const excess = excessOf(event, this.#session.introduction.limits);
    if (excess !== undefined) {
      this.#drop(entry, entry.failed("tooLarge", excess));
      return;
    }
    this.lastId = id;
    Object.assign(entry, { state: "sent", id, event });
    this.#expect(entry);
    this.#safely(() => {
      entry.safe = true;
      // where the line is gone meanwhile, the next one brings it
      if (entry.state === "sent" && entry.id === id && this.#line !== undefined) this.#session.next(event);
    });
    this.#changed();
  }

  /** Waits for the answer to what has been sent. */
  #expect(entry: OutboxItem): void {
    this.#sent.set(entry.id, entry);
    const { lane } = entry.request;
    if (lane !== undefined) this.#lanes.add(lane);
    entry.wait(this.#session.env.scheduler, (message) => this.fail([entry], "timeout", message));
  }

  #safely(send: () => void): void {
    if (this.keeper === undefined) send();
    else this.keeper.keep(send);
  }

  #changed(): void {
    this.#changed$.next(undefined);
    this.keeper?.keep();
  }

  /** A line is live: what was sent and not answered is sent again, if the server still knows what it served. @internal */
  resume(): void {
    const line = this.#line;
    if (line === undefined) return;
    const { version } = line;
    const { memory } = this.#session.introduction;
    const before = [...this.#sent.values()];
    this.#held = version === 1 || memory !== this.memory;
    if (this.#held) {
      const message = "the server began anew before it answered; it may or may not have been done";
      this.fail(before, "interrupted", message);
      // only now, and nothing is sent before: a later page must not ask this server for what another one was sent
      this.memory = version === 2 ? memory : undefined;
      this.#held = false;
    } else for (const { event, safe } of before) if (event !== undefined && safe) this.#session.next(event);
    this.pump();
  }

  #replied(event: SyncEvent): void {
    const { re, outcome } = replyOf(event) ?? {};
    const entry = re === undefined ? undefined : this.#sent.get(re);
    if (entry === undefined || outcome === undefined) return;
    if ("ok" in outcome) this.#settle(entry, { kind: "done", value: outcome.ok });
    else if (outcome.error.code !== "draining") {
      const { code, message, issues } = outcome.error;
      this.#settle(entry, entry.failed(code, message, issues));
    } else {
      // given back: it goes to the next server
      this.#release(entry);
      Object.assign(entry, { state: "waiting", safe: false });
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
    this.#changed();
  }

  #release(entry: OutboxItem): void {
    entry.patience?.unsubscribe();
    this.#sent.delete(entry.id);
    const { lane } = entry.request;
    if (entry.state === "sent" && lane !== undefined) this.#lanes.delete(lane);
  }

  #insert(entries: readonly OutboxItem[]): void {
    this.#waiting.insert(entries);
    this.#changed();
    // whoever was told of the end of one may have ended the session
    if (this.#over) this.fail(entries, ...ENDED);
  }

  #cancel(entry: OutboxItem): boolean {
    if (!this.#remove(entry)) return false;
    this.#drop(entry, entry.failed("cancelled", "it was taken back before it was sent"));
    return true;
  }

  /** Ends what was not sent, once no later page can send it. What is behind it waits for that: it may have been made on top of it. */
  #drop(entry: OutboxItem, end: Settled): void {
    this.#dropping += 1;
    this.#safely(() => {
      this.#dropping -= 1;
      this.#settle(entry, end);
      this.pump();
    });
  }

  #remove(entry: OutboxItem): boolean {
    if (!this.#waiting.remove(entry)) return false;
    this.#changed();
    return true;
  }
}

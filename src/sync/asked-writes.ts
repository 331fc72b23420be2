import { AsyncSubject, type Observable, Subject } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import { EventType } from "../protocol/events.ts";
import { patchEvent, setEvent } from "../protocol/event-of.ts";
import { isRecord } from "../protocol/is-record.ts";
import { keyedType } from "../protocol/key.ts";
import type { Position } from "../protocol/position.ts";
import { formatPointer } from "../patch/pointer.ts";
import type { PatchOperation } from "../patch/operation.ts";
import type { Submitted } from "../session/outbox-entry.ts";
import type { Request, Settled } from "../session/request.ts";
import type { Session } from "../session/session.ts";
import type { Change } from "./change.ts";
import type { LocalCopy, Pending } from "./local-copy.ts";

/** The copy that writes are made on. */
export interface WrittenCopy<S> {
  copy: LocalCopy<S>;
  /** what the copy has confirmed, as far as the server numbers it */
  readonly position: Position | undefined;
  /** whether writes may be sent: to an original server they are made on the state that the line brings */
  readonly ready: boolean;
  /** Makes a change whose subscribers are told when it is whole: they may make another in answer. */
  quietly<T>(change: () => T): T;
}

/** A write without an outcome. */
export interface PendingWrite {
  /** what it changes, as JSON pointers into the state */
  readonly paths: readonly string[];
  /** `waiting` to be sent, or `sent` and not answered */
  readonly state: "waiting" | "sent";
}

interface Write<S> {
  readonly asked: Pending<S>;
  readonly change: Change<S>;
  /** its own, and those of the writes that it stands for */
  readonly outcomes: AsyncSubject<undefined>[];
}

/** a write that does not go together with what others did is made again so many times: of many who change one list at once, one gets through a round */
const ATTEMPTS = 25;
/** the attempt from which on an assignment is made whole and without a base */
const INSISTING = 5;
/** writes that may wait in one request */
const MOST_MERGED = 1_000;

/**
 * The writes of one copy, on their way to the server (PROTOCOL.md, "Writes of version 2").
 *
 * ```
 * write     1---2-3----------    2 and 3 wait for the answer to 1, and go as one
 * sent      1------23--------
 * answered  -------1-----23--
 * ```
 *
 * One request is under way at a time: each is made against a state that the server has confirmed, so nothing has to be guessed on either side.
 */
export class AskedWrites<S> {
  readonly #session: Session;
  readonly #key: string;
  readonly #target: WrittenCopy<S>;
  readonly #changed$ = new Subject<undefined>();
  /** taken by the server, in a version that has not come in yet */
  #taken: { readonly writes: readonly Write<S>[]; readonly version: number; readonly epoch: string } | undefined;
  #batches: { readonly writes: Write<S>[]; state: "waiting" | "sent" }[] = [];
  #last: { readonly writes: Write<S>[]; readonly submitted: Submitted } | undefined;

  /** Emits whenever a write has been made, sent or answered. */
  readonly changed$: Observable<undefined> = this.#changed$.asObservable();

  constructor(session: Session, key: string, target: WrittenCopy<S>) {
    this.#session = session;
    this.#key = key;
    this.#target = target;
  }

  /** What has no outcome yet, in order. */
  get pending(): readonly PendingWrite[] {
    const taken = this.#taken === undefined ? [] : [{ writes: this.#taken.writes, state: "sent" as const }];
    return [...taken, ...this.#batches].flatMap(({ writes, state }) =>
      writes.map(({ asked }) => ({ paths: this.#pathsOf(asked), state })),
    );
  }

  /**
   * Makes a change on the copy, and asks the server for it.
   *
   * @returns completes when the server has taken it, errors with `RequestError` when it has not; nobody has to subscribe
   */
  add(change: Change<S>): Observable<undefined> {
    return this.#target.quietly(() => this.#add(change));
  }

  #add(change: Change<S>): Observable<undefined> {
    const { copy, asked } = this.#target.copy.asked(change);
    const outcome$ = new AsyncSubject<undefined>();
    const write = { asked, change, outcomes: [outcome$] };
    this.#target.copy = copy;
    const last = this.#last;
    if (last !== undefined && last.submitted.open && last.writes.length < MOST_MERGED) {
      this.#merge(last.writes, write);
      last.submitted.touch();
    } else this.#submit([write]);
    this.#changed$.next(undefined);
    return outcome$.asObservable();
  }

  /** The later of two assignments to the same members says it all. */
  #merge(writes: Write<S>[], write: Write<S>): void {
    const before = writes.at(-1);
    writes.push(write);
    if (before === undefined || !isSameAssignment(before.change, write.change)) return;
    writes.splice(writes.length - 2, 1);
    this.#target.copy = this.#target.copy.answered([before.asked]);
    write.outcomes.push(...before.outcomes);
  }

  #submit(writes: Write<S>[]): void {
    this.#last = { writes, submitted: this.#session.submit(this.#request(writes, 1)) };
  }

  #request(writes: Write<S>[], attempt: number): Request {
    const batch = { writes, state: "waiting" as "waiting" | "sent" };
    this.#batches.push(batch);
    return {
      name: keyedType(EventType.patch, this.#key),
      lane: keyedType(EventType.patch, this.#key),
      ready: () => this.#target.ready && this.#taken === undefined,
      event: (version) => {
        batch.state = "sent";
        this.#changed$.next(undefined);
        return version === 1 ? this.#originalEvent(writes) : this.#versionedEvent(writes, attempt);
      },
      kept: () => this.#keptEvent(writes),
      settled: (end) => {
        this.#batches = this.#batches.filter((other) => other !== batch);
        const instead = this.#again(writes, end, attempt);
        if (instead === undefined) this.#answered(writes, end);
        this.#changed$.next(undefined);
        return instead;
      },
    };
  }

  /** An original server gives no answers: what is sent is taken to be done. */
  #originalEvent(writes: readonly Write<S>[]): SyncEvent | undefined {
    const { copy, operations } = this.#target.copy.assumed(writes.map(({ asked }) => asked));
    this.#target.copy = copy;
    if (operations.length === 0) return undefined;
    // it takes the whole of a state only as `_SET`
    return operations.some(({ path }) => path === "")
      ? setEvent(this.#key, copy.view)
      : patchEvent(this.#key, operations);
  }

  #versionedEvent(writes: readonly Write<S>[], attempt: number): SyncEvent | undefined {
    const { copy, position } = this.#target;
    const asked = writes.map((write) => write.asked);
    const operations = copy.operationsOf(asked);
    const [first] = operations;
    if (first === undefined) return undefined;
    const insisting = attempt >= INSISTING ? insistence(copy.confirmed, writes) : undefined;
    if (insisting !== undefined) return patchEvent(this.#key, insisting);
    const envelope = position === undefined ? {} : { e: position.epoch, b: position.version };
    const whole = first.path === "" && "value" in first ? setEvent(this.#key, first.value) : undefined;
    return { ...(whole ?? patchEvent(this.#key, operations)), envelope };
  }

  /** A page that comes later knows no function: assignments are kept as they are, the rest as what it does to the state it was made on. */
  #keptEvent(writes: readonly Write<S>[]): SyncEvent | undefined {
    const { copy, position } = this.#target;
    const assigned = insistence(copy.confirmed, writes);
    if (assigned !== undefined) return patchEvent(this.#key, assigned);
    if (position === undefined) return undefined;
    const event = patchEvent(this.#key, copy.stepOf(writes.map(({ asked }) => asked)));
    return { ...event, envelope: { e: position.epoch, b: position.version } };
  }

  /** A write that does not fit any more is made again on what the server has said since; one of several that were refused is told apart. */
  #again(writes: Write<S>[], end: Settled, attempt: number): readonly Request[] | undefined {
    if (end.kind !== "failed") return undefined;
    const { code } = end.error;
    if (code === "conflict" && attempt < ATTEMPTS) return [this.#request(writes, attempt + 1)];
    const isOwnFault = code === "invalid" || code === "forbidden" || code === "tooLarge";
    return isOwnFault && writes.length > 1 ? writes.map((write) => this.#request([write], 1)) : undefined;
  }

  /** What was taken stays pending until the version that shows it has come in, so that it is never seen twice, nor not at all. */
  #answered(writes: readonly Write<S>[], end: Settled): void {
    const { position } = this.#target;
    const version = end.kind === "done" ? versionOf(end.value) : undefined;
    if (position !== undefined && version !== undefined && version > position.version) {
      this.#taken = { writes, version, epoch: position.epoch };
    } else this.#over(writes, end);
  }

  /** Must be called to take in a new state. @param take is given what was pending and is in it */
  show(take: (shown: readonly Pending<S>[]) => void, position: Position | undefined): void {
    const taken = this.#taken;
    const isShown = taken !== undefined && !(position?.epoch === taken.epoch && position.version < taken.version);
    take(isShown ? taken.writes.map(({ asked }) => asked) : []);
    if (!isShown) return;
    this.#taken = undefined;
    for (const outcome$ of taken.writes.flatMap(({ outcomes }) => outcomes)) outcome$.complete();
    this.#session.outbox.pump();
    this.#changed$.next(undefined);
  }

  /** Must be called when no state is to be expected that would show what was taken. */
  unshown(): void {
    if (this.#taken === undefined) return;
    this.show((taken) => {
      this.#target.copy = this.#target.copy.answered(taken);
    }, undefined);
  }

  #over(writes: readonly Write<S>[], end: Settled): void {
    this.#target.copy = this.#target.copy.answered(writes.map(({ asked }) => asked));
    if (end.kind === "failed") this.#session.report(end.error);
    for (const outcome$ of writes.flatMap(({ outcomes }) => outcomes)) {
      if (end.kind === "failed") outcome$.error(end.error);
      else outcome$.complete();
    }
  }

  #pathsOf(asked: Pending<S>): readonly string[] {
    try {
      return [...new Set(this.#target.copy.operationsOf([asked]).map(({ path }) => path))];
    } catch {
      return [];
    }
  }
}

function versionOf(value: unknown): number | undefined {
  return isRecord(value) && typeof value["v"] === "number" ? value["v"] : undefined;
}

/** Assignments of members win whatever others did to the same members: from the fifth attempt on they are made whole and without a base. */
function insistence<S>(state: S, writes: readonly Write<S>[]): readonly PatchOperation[] | undefined {
  if (!isRecord(state)) return undefined;
  const members = new Map<string, unknown>();
  for (const { change } of writes) {
    if (!isRecord(change)) return undefined;
    for (const [name, value] of Object.entries(change)) members.set(name, value);
  }
  return [...members].flatMap(([name, value]): PatchOperation[] => {
    const path = formatPointer([name]);
    if (value !== undefined) return [{ op: "add", path, value }];
    return Object.hasOwn(state, name) ? [{ op: "remove", path }] : [];
  });
}

function isSameAssignment(a: unknown, b: unknown): boolean {
  return isRecord(a) && isRecord(b) && JSON.stringify(Object.keys(a)) === JSON.stringify(Object.keys(b));
}

import { Observable, Subject, type Subscriber, Subscription } from "rxjs";
import { jsonSize } from "../patch/json-size.ts";
import type { PatchOperation } from "../patch/operation.ts";
import { createPatch } from "../patch/create-patch.ts";
import type { Recovery } from "../protocol/hello.ts";
import { type Differ, updateOf } from "../patch/update.ts";
import type { Position } from "../protocol/position.ts";
import { Ring, type RingLimits } from "./ring.ts";

/** A whole state, for those who know nothing usable of it. */
export interface SnapshotUpdate<S> {
  readonly kind: "snapshot";
  /** the state before, by identity, when this is a step that would have been larger as a delta */
  readonly before?: S;
  readonly state: S;
  readonly position: Position;
}

/** The step from a version before to `state`. */
export interface DeltaUpdate<S> {
  readonly kind: "delta";
  /** none where only the version has changed */
  readonly operations: readonly PatchOperation[];
  /** the version it starts from: the one before, unless it stands for several steps */
  readonly base: number;
  /** the state before, by identity */
  readonly before: S;
  readonly state: S;
  readonly position: Position;
}

/** One element of a feed. Each is one object for all who read it. */
export type FeedUpdate<S> = SnapshotUpdate<S> | DeltaUpdate<S>;

/** What brings a reader up to date. */
export interface CatchUp<S> {
  readonly recovery: Recovery;
  readonly updates: readonly FeedUpdate<S>[];
}

/** What a feed keeps. */
export interface FeedOptions {
  /** names a life of the feed; must differ for every life */
  readonly epoch: () => string;
  /** how many deltas are kept for those who come back */
  readonly ring?: RingLimits;
  /** finds the difference between two states @default createPatch */
  readonly differ?: Differ;
}

/**
 * The versioned stream of one state: diffed once, however many read it. Subscribing to the feed itself is `from(undefined)`.
 *
 * ```
 * state$          a---b---c--b----
 * feed            S---D---D--D----   S snapshot, D delta; the versions are 0, 1, 2, 3
 * from(version 1) ---------D-D----   subscribed after c: the missing delta, then what follows
 * from(undefined) ---------S-D----   subscribed after c: the snapshot of version 2
 * ```
 *
 * It lives from its first subscriber to its last; the next first subscriber begins a new epoch. When `state$` completes, the last state
 * stays and is served to whoever comes; when it errors, so do all readers.
 */
export class Feed<S> extends Observable<FeedUpdate<S>> {
  readonly #state$: Observable<S>;
  readonly #epoch: () => string;
  readonly #differ: Differ;
  readonly #readers = new Set<Subscriber<FeedUpdate<S>>>();
  readonly #ring: Ring<DeltaUpdate<S>>;
  /** what brings readers up to date, by the version they are at */
  readonly #catchUps = new Map<number, readonly FeedUpdate<S>[]>();
  #current: SnapshotUpdate<S> | undefined;
  #source: Subscription | undefined;
  readonly #errors$ = new Subject<Error>();
  #emitting = false;
  #next: { readonly state: S } | undefined;

  /** Why states were passed over: `NonJsonError` where JSON cannot carry one, or what a getter or `toJSON` of it threw. */
  readonly errors$: Observable<Error> = this.#errors$.asObservable();

  constructor(state$: Observable<S>, options: FeedOptions) {
    super((subscriber) => this.#read(subscriber, undefined));
    this.#state$ = state$;
    this.#epoch = options.epoch;
    this.#differ = options.differ ?? createPatch;
    this.#ring = new Ring(options.ring);
  }

  /** The present state and its position, while the feed lives and has one. */
  get current(): SnapshotUpdate<S> | undefined {
    return this.#current;
  }

  /**
   * The feed for a reader who has come as far as `position`: the deltas since, if the ring still has them all; otherwise a snapshot.
   * Then everything that follows.
   */
  from(position: Position | undefined): Observable<FeedUpdate<S>> {
    return new Observable((subscriber) => this.#read(subscriber, position));
  }

  /** What a reader at `position` has to be told: the deltas since, or one in their place where that is smaller, or the state. */
  since(position: Position | undefined): CatchUp<S> {
    const current = this.#current;
    if (current === undefined) return { recovery: "fresh", updates: [] };
    const missed = this.deltasSince(position);
    if (missed === undefined) return { recovery: position === undefined ? "fresh" : "snapshot", updates: [current] };
    if (missed.length <= 1) return { recovery: "delta", updates: missed };
    const version = missed[0]?.base ?? 0;
    const updates = this.#catchUps.get(version) ?? this.#smallest(current, missed);
    this.#catchUps.set(version, updates);
    return { recovery: updates[0] === current ? "snapshot" : "delta", updates };
  }

  /** The deltas since `position`, oldest first; `undefined` when the ring no longer holds them all, or the position is of another life. */
  deltasSince(position: Position | undefined): readonly DeltaUpdate<S>[] | undefined {
    const current = this.#current;
    if (current === undefined || position === undefined) return undefined;
    const { epoch, version } = current.position;
    // asked of the version itself, for a difference may round to an integer
    const isKnown = position.epoch === epoch && Number.isSafeInteger(position.version) && position.version <= version;
    return isKnown ? this.#ring.last(version - position.version) : undefined;
  }

  #read(subscriber: Subscriber<FeedUpdate<S>>, position: Position | undefined): void {
    subscriber.add(() => {
      this.#readers.delete(subscriber);
      if (this.#readers.size === 0) this.#end();
    });
    if (this.#source === undefined && this.#readers.size === 0) {
      this.#readers.add(subscriber);
      this.#begin();
      return;
    }
    this.#inOrder(() => {
      const current = this.#current;
      if (current !== undefined) for (const update of this.deltasSince(position) ?? [current]) subscriber.next(update);
      if (!subscriber.closed) this.#readers.add(subscriber);
    });
  }

  #smallest(current: SnapshotUpdate<S>, missed: readonly DeltaUpdate<S>[]): readonly FeedUpdate<S>[] {
    const { before = current.state, base = 0 } = missed[0] ?? {};
    const merged = updateOf(before, current.state, this.#differ);
    if (merged?.kind === "snapshot") return [current];
    const operations = merged?.operations ?? [];
    const size = missed.reduce((sum, delta) => sum + jsonSize(delta.operations), 0);
    // several frames cost more than their operations
    if (jsonSize(operations) > size) return missed;
    return [{ kind: "delta", operations, base, before, state: current.state, position: current.position }];
  }

  #begin(): void {
    const life = new Subscription();
    this.#source = life;
    life.add(
      this.#state$.subscribe({
        next: (state) => {
          this.#take(state);
        },
        error: (error: unknown) => {
          const readers = [...this.#readers];
          // over before anybody hears of it: a reader that comes back at once begins a new life
          this.#readers.clear();
          this.#end();
          for (const reader of readers) reader.error(error);
        },
      }),
    );
  }

  #end(): void {
    this.#source?.unsubscribe();
    this.#source = undefined;
    this.#current = undefined;
    this.#next = undefined;
    this.#ring.clear();
    this.#catchUps.clear();
  }

  /** A state that comes while readers are being told of another waits; of several that wait only the last matters. */
  #take(state: S): void {
    this.#inOrder(() => {
      this.#next = { state };
    });
  }

  #inOrder(first: () => void): void {
    if (this.#emitting) {
      first();
      return;
    }
    this.#emitting = true;
    try {
      first();
      for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) this.#advance(next.state);
    } finally {
      this.#emitting = false;
    }
  }

  #takeNext(): { readonly state: S } | undefined {
    const next = this.#next;
    this.#next = undefined;
    return next;
  }

  #advance(state: S): void {
    const update = this.#tryStep(state);
    if (update === undefined) return;
    this.#current = { kind: "snapshot", state, position: update.position };
    this.#catchUps.clear();
    for (const reader of [...this.#readers]) reader.next(update);
  }

  #tryStep(state: S): FeedUpdate<S> | undefined {
    try {
      return this.#step(state);
    } catch (error) {
      // a getter or `toJSON` of the state may throw whatever it likes
      this.#errors$.next(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }

  #step(state: S): FeedUpdate<S> | undefined {
    const before = this.#current;
    if (before === undefined) return { kind: "snapshot", state, position: { epoch: this.#epoch(), version: 0 } };
    const update = updateOf(before.state, state, this.#differ);
    if (update === undefined) return undefined;
    const position = { epoch: before.position.epoch, version: before.position.version + 1 };
    if (update.kind === "snapshot") {
      this.#ring.clear();
      return { kind: "snapshot", before: before.state, state, position };
    }
    const delta = { ...update, base: before.position.version, before: before.state, state, position };
    this.#ring.push(delta);
    return delta;
  }
}

export function feed<S>(state$: Observable<S>, options: FeedOptions): Feed<S> {
  return new Feed(state$, options);
}

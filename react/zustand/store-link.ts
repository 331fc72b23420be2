import { merge, type Observable, skip, Subscription, tap } from "rxjs";
import { EventType, HandlerError, keyedType, type Session as CoreSession, synced, type Synced } from "ws-sync-rx";
import { changedNames, memberOf, type Members, Pending, withMembers } from "./pending.ts";
import type { SyncOptions } from "./sync-options.ts";

/** A store, as far as it is synced. */
export interface StoreMembers {
  get(): Members;
  /** replaces all members */
  set(state: Members): void;
}

/**
 * Keeps a store and the copy of a key together: the store shows what the server says, with the changes that were not sent yet made
 * again on it. Members that the server never named, and functions, belong to the store alone.
 */
export class StoreLink {
  /** The first state of the store: its own, with what is known of the server's. */
  readonly first: Members;
  readonly #copy: Synced<Members>;
  readonly #pending = new Pending();
  readonly #attributes: ReadonlySet<string> | undefined;
  /** the members that the server has named */
  readonly #theirs = new Set<string>();
  readonly #outcomes = new Subscription();
  /** writes that have no outcome yet */
  #open = 0;

  /**
   * @param initial what the store starts with
   * @param changed told when `isSynced` may answer differently
   */
  constructor(
    readonly core: CoreSession,
    readonly options: SyncOptions,
    readonly store: StoreMembers,
    initial: Members,
    readonly changed: () => void,
  ) {
    this.#attributes = namesOf(options.syncAttributes);
    this.#copy = synced<Members>(core, options.key, this.picked(initial));
    this.first = withMembers(initial, this.#fitting(this.#copy.value, initial));
  }

  /** Whether every change has been sent. */
  get isSynced(): boolean {
    return this.#pending.empty && this.#open === 0;
  }

  /** Whether there is something to send. */
  get hasChanges(): boolean {
    return !this.#pending.empty;
  }

  /** Follows the server for as long as it is subscribed to. */
  get served$(): Observable<unknown> {
    return merge(
      // before the copy takes it in, so that it is known whose the members are
      this.core.on(keyedType(EventType.set, this.options.key)).pipe(tap(({ data }) => this.#stated(data))),
      this.#copy.pipe(
        skip(1),
        tap(() => this.#adopt()),
      ),
    );
  }

  /** Notes a change of the store that was made here. */
  note(before: Members, after: Members, again: (state: Members) => Members): void {
    const names = changedNames(before, after, (name) => this.#isSynced(name, memberOf(after, name)));
    if (names.length === 0) return;
    this.#pending.add({ names, again });
    this.changed();
  }

  /** Sends what was changed; without a line, with the next. */
  flush(): void {
    if (this.#pending.empty) return;
    const store = this.store.get();
    const sent = this.#pending.take();
    const names = [...sent.names];
    const shown = Object.fromEntries(names.map((name) => [name, memberOf(store, name)]));
    const base = this.#copy.value;
    this.#write((view) =>
      withMembers(view, Object.is(view, base) ? shown : sent.on({ ...store, ...view }, this.#failed)),
    );
  }

  /** Forgets what was changed and not sent. */
  discard(): void {
    this.#pending.take();
    this.changed();
  }

  /** Shows a state here and sends it as a whole. */
  send(state: Members): void {
    this.discard();
    const whole = this.picked(state);
    if (this.core.status.phase === "live") {
      this.#copy.set(() => whole);
      this.#copy.send();
    } else this.#write(() => whole);
  }

  /** Asks for the server's state; what was not sent is forgotten. */
  fetch(): void {
    this.discard();
    this.#copy.fetch();
  }

  /** The synced members of a state. */
  picked(state: Members): Members {
    return Object.fromEntries(Object.entries(state).filter(([name, value]) => this.#isSynced(name, value)));
  }

  #stated(data: unknown): void {
    if (typeof data === "object" && data !== null) for (const name of Object.keys(data)) this.#theirs.add(name);
  }

  /** A write that is refused is reported by the copy. */
  #write(change: (view: Members) => Members): void {
    this.#open += 1;
    const over = (): void => {
      this.#open -= 1;
      this.changed();
    };
    this.#outcomes.add(this.#copy.write(change).subscribe({ complete: over, error: over }));
    this.changed();
  }

  /** What the server says, with the changes that were not sent yet on top. */
  #adopt(): void {
    const view = this.#copy.value;
    const present = this.store.get();
    const gone = Object.keys(present).filter((name) => this.#theirs.has(name) && !Object.hasOwn(view, name));
    const told = withMembers(present, {
      ...Object.fromEntries(
        gone.map((name) => [name, this.#isSynced(name, present[name]) ? undefined : present[name]]),
      ),
      ...this.#fitting(view, present),
    });
    const next = withMembers(told, this.#pending.on(told, this.#failed));
    if (changedNames(present, next, () => true).length > 0) this.store.set(next);
  }

  /** The members that the store takes: no function of it is replaced. */
  #fitting(view: Members, store: Members): Members {
    return Object.fromEntries(Object.entries(view).filter(([name]) => this.#isSynced(name, memberOf(store, name))));
  }

  #isSynced(name: string, value: unknown): boolean {
    return typeof value !== "function" && (this.#attributes === undefined || this.#attributes.has(name));
  }

  readonly #failed = (error: unknown): void =>
    this.core.report(
      new HandlerError(keyedType(EventType.patch, this.options.key), "a change that was not sent yet", error),
    );
}

function namesOf(attributes: SyncOptions["syncAttributes"]): ReadonlySet<string> | undefined {
  if (attributes === undefined) return undefined;
  return new Set(isList(attributes) ? attributes : Object.keys(attributes));
}

function isList(attributes: readonly string[] | Record<string, unknown>): attributes is readonly string[] {
  return Array.isArray(attributes);
}

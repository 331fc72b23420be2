import {
  BehaviorSubject,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  ignoreElements,
  map,
  merge,
  Observable,
  share,
  switchMap,
  tap,
  timer,
} from "rxjs";
import type { Operation, PatchOperation } from "../patch/operation.ts";
import { PatchError } from "../patch/patch-error.ts";
import { FrameError, HandlerError, NotConnectedError } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { getEvent, patchEvent, setEvent } from "../protocol/event-of.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import type { Session } from "../session/session.ts";
import { type Change, LocalCopy } from "./local-copy.ts";

/** How a copy behaves. */
export interface SyncedOptions {
  /** ms that the copy is kept in step after its last subscriber has left, so that a component that mounts again finds it @default 1_000 */
  readonly linger?: number;
}

/** ms that a new line has to bring the state by itself before it is asked for */
const PATIENCE = 1_000;
/** writes made without a line that are kept for the next one; beyond that the oldest are reported on `errors$` as not sent */
const UNSENT = 1_000;

/**
 * A client's copy of a server's state: subscribe to read, `write` to change both.
 *
 * ```
 * server   --S--D-----#    S--     S `_SET:KEY`, D `_PATCH:KEY`, then the line breaks
 * synced   i-a--b----------c--     i the initial state; equal states do not repeat
 * ```
 *
 * It always has a value, replays it to each subscriber at once, and shares unchanged parts by identity from value to value. A patch
 * that does not fit is reported on `session.errors$` and healed by a `_GET`; it never reaches a subscriber. Subscribing while the session is
 * live and the state unknown asks with `_GET` as well: late is the same as reconnecting.
 */
export class Synced<S> extends Observable<S> {
  readonly #session: Session;
  readonly #key: string;
  readonly #copy$: BehaviorSubject<LocalCopy<S>>;
  /** changes made while there was no line: they are made again on the server's next state */
  #unsent: Change<S>[] = [];
  /** whether the server's state has come in on the present line, and was followed since */
  #known = false;
  #asking = false;

  constructor(session: Session, key: string, initial: S, { linger = 1_000 }: SyncedOptions = {}) {
    const copy$ = new BehaviorSubject(new LocalCopy(initial));
    const following$ = defer(() => this.#follow()).pipe(
      finalize(() => {
        this.#forget();
      }),
      share({ resetOnRefCountZero: () => timer(linger, session.env.scheduler) }),
    );
    const view$ = copy$.pipe(
      map((copy) => copy.view),
      distinctUntilChanged(),
    );
    super((subscriber) => merge(view$, following$).subscribe(subscriber));
    this.#session = session;
    this.#key = key;
    this.#copy$ = copy$;
  }

  /** The present state. */
  get value(): S {
    return this.#copy$.value.view;
  }

  /** Changes the copy here and sends nothing; the server's next word on the same members wins. */
  set(change: Change<S>): void {
    this.#copy$.next(this.#copy$.value.changedHere(change));
  }

  /**
   * Changes the copy at once and asks the server for the same change, as `_PATCH:KEY`. Without a line the change is kept and made again on
   * the state that the next line brings.
   *
   * @param change members to replace, or a function from the present state to the next; it may be run again
   */
  write(change: Change<S>): void {
    const { copy, operations } = this.#copy$.value.written(change);
    this.#copy$.next(copy);
    if (this.#session.status.phase !== "live") this.#keep(change);
    else this.#request(operations);
  }

  /** Sends the whole copy, as `_SET:KEY`. */
  send(): void {
    this.#session.next(setEvent(this.#key, this.value));
  }

  /** Asks for the server's state, with `_GET:KEY`. */
  fetch(): void {
    this.#session.next(getEvent(this.#key));
  }

  #follow(): Observable<never> {
    const session = this.#session;
    const set$ = session.on(keyedType(EventType.set, this.#key)).pipe(
      tap(({ data }) => {
        this.#replaced(data);
      }),
    );
    const patch$ = session.on(keyedType(EventType.patch, this.#key)).pipe(
      tap((event) => {
        this.#patched(event);
      }),
    );
    const asked$ = session.on(keyedType(EventType.get, this.#key)).pipe(
      tap(() => {
        this.send();
      }),
    );
    const late = session.status.phase === "live";
    const asking$ = session.connected$.pipe(
      tap((connected) => {
        if (!connected) this.#forget();
      }),
      switchMap((connected, index) =>
        connected ? timer(late && index === 0 ? 0 : PATIENCE, session.env.scheduler) : EMPTY,
      ),
      tap(() => {
        if (!this.#known) this.#ask();
      }),
    );
    // what a refused frame said is unknown: it may have been a change of this state
    const missed$ = session.errors$.pipe(
      filter((error) => error instanceof FrameError),
      tap(() => {
        this.#ask();
      }),
    );
    return merge(set$, patch$, asked$, asking$, missed$).pipe(ignoreElements());
  }

  #replaced(state: unknown): void {
    this.#known = true;
    this.#asking = false;
    let copy = this.#copy$.value.replaced(state);
    const operations: Operation[] = [];
    for (const change of this.#unsent.splice(0)) {
      try {
        const written = copy.written(change);
        copy = written.copy;
        operations.push(...written.operations);
      } catch (error) {
        this.#session.report(
          new HandlerError(keyedType(EventType.patch, this.#key), "a change kept while offline", error),
        );
      }
    }
    this.#copy$.next(copy);
    this.#request(operations);
  }

  #patched(event: SyncEvent): void {
    try {
      if (!Array.isArray(event.data)) throw new PatchError("BAD_OPERATION", "is no list of operations", "", -1);
      const operations: readonly PatchOperation[] = event.data;
      this.#copy$.next(this.#copy$.value.patched(operations));
    } catch (error) {
      if (!this.#asking) this.#session.report(new HandlerError(event.type, "synced", error));
      this.#ask();
    }
  }

  /** A server takes the whole of a state only as `_SET`. */
  #request(operations: readonly Operation[]): void {
    if (operations.some(({ path }) => path === "")) this.send();
    else if (operations.length > 0) this.#session.next(patchEvent(this.#key, operations));
  }

  /** One question at a time: what comes until it is answered may well not fit either. */
  #ask(): void {
    if (!this.#asking) this.fetch();
    this.#asking = true;
  }

  #forget(): void {
    this.#known = false;
    this.#asking = false;
  }

  #keep(change: Change<S>): void {
    this.#unsent.push(change);
    if (this.#unsent.length <= UNSENT) return;
    this.#unsent.shift();
    this.#session.report(new NotConnectedError(keyedType(EventType.patch, this.#key)));
  }
}

const copies = new WeakMap<Session, Map<string, object>>();

/**
 * The one copy of a state that a session has: all who ask for the same key share it, whatever initial state they bring.
 *
 * @param initial what is shown until the server's state comes in; the first one given for a key counts
 */
export function synced<S>(session: Session, key: SyncKey<S>, initial: S, options?: SyncedOptions): Synced<S> {
  const ofSession = copies.get(session) ?? new Map<string, Synced<S>>();
  copies.set(session, ofSession);
  const found = ofSession.get(key);
  if (found instanceof Synced) return found as Synced<S>;
  const made = new Synced(session, key, initial, options);
  ofSession.set(key, made);
  return made;
}

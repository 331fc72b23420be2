import {
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
  startWith,
  Subject,
  switchMap,
  take,
  tap,
  timer,
} from "rxjs";
import type { PatchOperation } from "../patch/operation.ts";
import { PatchError } from "../patch/patch-error.ts";
import { FrameError, HandlerError } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { getEvent, setEvent } from "../protocol/event-of.ts";
import { keyedType } from "../protocol/key.ts";
import type { Position } from "../protocol/position.ts";
import type { Settled } from "../session/request.ts";
import type { Session } from "../session/session.ts";
import { untilEnded } from "../session/until-ended.ts";
import { AskedWrites, type PendingWrite } from "./asked-writes.ts";
import type { Change } from "./change.ts";
import { Divergence } from "./divergence.ts";
import { picked } from "./members.ts";
import { Received } from "./received.ts";
import { stateHash } from "./state-hash.ts";

/** How a copy behaves. */
export interface SyncedOptions {
  /** ms that the copy is kept in step after its last subscriber has left, so that a component that mounts again finds it @default 1_000 */
  readonly linger?: number;
}

/** ms that a new line of version 1 has to bring the state by itself before it is asked for */
const PATIENCE = 1_000;

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
 * live and the state unknown asks with `_GET` as well: late is the same as reconnecting. It completes when the session ends.
 */
export class Synced<S> extends Observable<S> {
  readonly #session: Session;
  readonly #key: string;
  readonly #received: Received<S>;
  readonly #writes: AskedWrites<S>;
  readonly #divergence$ = new Subject<Position>();
  readonly #following$: Observable<never>;
  #asking: "since" | "whole" | undefined;
  #healed = 0;

  /** The writes that have no outcome yet, in order; the present list first. */
  readonly pending$: Observable<readonly PendingWrite[]>;
  /** Where the copy was found not to be what the server has, by `verifyEvery`; it has been asked for again. */
  readonly divergence$: Observable<Position>;

  constructor(session: Session, key: string, initial: S, { linger = 1_000 }: SyncedOptions = {}) {
    const received = new Received(initial, session);
    const following$ = defer(() => this.#follow()).pipe(
      finalize(() => {
        this.#forget();
        received.following = false;
      }),
      share({ resetOnRefCountZero: () => timer(linger, session.env.scheduler) }),
    );
    const view$ = received.copy$.pipe(
      // whoever writes in answer to a value is not overtaken, at the next subscriber, by what it was
      map(() => received.copy.view),
      distinctUntilChanged(),
    );
    super((subscriber) => merge(view$, following$).pipe(untilEnded(session.ended$)).subscribe(subscriber));
    this.#following$ = following$;
    this.#session = session;
    this.#key = key;
    this.#received = received;
    this.#writes = new AskedWrites(session, key, received);
    this.divergence$ = this.#divergence$.pipe(untilEnded(session.ended$));
    this.pending$ = defer(() =>
      this.#writes.changed$.pipe(
        startWith(undefined),
        map(() => this.#writes.pending),
        untilEnded(session.ended$),
      ),
    );
  }

  /** The present state. */
  get value(): S {
    return this.#received.copy.view;
  }

  /** How far the server's state has come in; `undefined` before its first word, and from an original server. */
  get position(): Position | undefined {
    return this.#received.position;
  }

  /** How many times the state had to be asked for again: a gap, a patch that did not fit, a divergence. */
  get healed(): number {
    return this.#healed;
  }

  /** Changes the copy here and sends nothing; the server's next word on the same members wins. */
  set(change: Change<S>): void {
    this.#received.copy = this.#received.copy.changedHere(change);
  }

  /**
   * Changes the copy at once and asks the server for the same change, as `_PATCH:KEY`. It is made again on whatever the server says until it is
   * answered; a write that is refused is taken back here, and reported on `session.errors$`. Without a line it waits for one.
   *
   * ```
   * write   w---------|     taken: the server's state has it
   * write   w---------#     `RequestError`: refused, or it did not fit what others did 25 times
   * ```
   *
   * An original server answers nothing: there the write is over when it is sent.
   *
   * @param change members to replace, or a function from the present state to the next; it may be run again
   * @returns its outcome; nobody has to subscribe
   */
  write(change: Change<S>): Observable<undefined> {
    // it is made again on what the server says meanwhile, whether or not anybody looks at the copy
    const following = this.#following$.subscribe();
    const over = (): void => following.unsubscribe();
    try {
      const outcome$ = this.#writes.add(change);
      following.add(outcome$.subscribe({ complete: over, error: over }));
      return outcome$;
    } catch (error) {
      over();
      throw error;
    }
  }

  /**
   * Sends the copy, as `_SET:KEY`.
   *
   * @param members those that are sent; a server of the Python library closes the line on one that is read-only or renamed @default all
   */
  send(members?: readonly (keyof S & string)[]): void {
    const name = keyedType(EventType.set, this.#key);
    const event = (): SyncEvent =>
      setEvent(this.#key, members === undefined ? this.value : picked(this.value, members));
    this.#session.submit({ name, offline: "fail", event, settled: (end) => this.#sent(end) });
  }

  /** Asks for the server's state, with `_GET:KEY`. */
  fetch(): void {
    this.#session.next(getEvent(this.#key));
  }

  #sent(end: Settled): undefined {
    if (end.kind === "failed") this.#session.report(end.error);
    return undefined;
  }

  #follow(): Observable<never> {
    const session = this.#session;
    const received = this.#received;
    received.following = true;
    const set$ = session.on(keyedType(EventType.set, this.#key)).pipe(tap((event) => this.#replaced(event)));
    const patch$ = session.on(keyedType(EventType.patch, this.#key)).pipe(tap((event) => this.#patched(event)));
    const asked$ = session.on(keyedType(EventType.get, this.#key)).pipe(tap(() => this.send()));
    const recovered$ = session.recovery$.pipe(
      tap((recovered) => {
        if (Object.hasOwn(recovered, this.#key)) this.#know();
        else if (!received.known) this.#ask(received.position);
      }),
    );
    const late = session.status.phase === "live";
    const asking$ = session.connected$.pipe(
      tap((connected) => {
        if (!connected) this.#forget();
      }),
      switchMap((connected, index) => {
        if (!connected) return EMPTY;
        const patience = late && index === 0 ? 0 : PATIENCE;
        return timer(patience, PATIENCE, session.env.scheduler).pipe(take(2));
      }),
      tap((count) => {
        if (!received.known && count === 0) this.#ask(received.position);
        // it is not served here, and nothing may wait for it for ever
        if (!received.known && count === 1) {
          this.#writes.unshown();
          this.#stopWaiting();
        }
      }),
    );
    // what a refused frame said is unknown: it may have been a change of this state
    const missed$ = session.errors$.pipe(
      filter((error) => error instanceof FrameError),
      tap(() => {
        this.#ask(undefined);
      }),
    );
    const ended$ = session.ended$.pipe(tap(() => this.#writes.unshown()));
    const follow$ = new Observable<never>(() => session.follow(this.#key, () => received.position));
    return merge(set$, patch$, asked$, recovered$, asking$, missed$, ended$, follow$).pipe(ignoreElements());
  }

  #replaced({ data, envelope }: SyncEvent): void {
    const { e: epoch, v: version } = envelope ?? {};
    const received = this.#received;
    received.position = epoch === undefined || version === undefined ? undefined : { epoch, version };
    this.#writes.show((shown) => {
      received.copy = received.copy.replaced(data, shown);
    }, received.position);
    this.#know();
  }

  #patched(event: SyncEvent): void {
    const received = this.#received;
    const { v: version, b: base, h: hash } = event.envelope ?? {};
    const { position } = received;
    if (version === undefined) this.#apply(event, undefined);
    else if (position === undefined) this.#ask(undefined);
    // the answer to a question that came when nothing was missing, or one that was on its way when the state was asked for
    else if (version <= position.version) this.#know();
    else if ((base ?? version - 1) !== position.version) this.#heal(position);
    else if (this.#apply(event, { epoch: position.epoch, version })) {
      this.#know();
      if (hash !== undefined) this.#verify(hash, { epoch: position.epoch, version });
    }
  }

  #apply(event: SyncEvent, position: Position | undefined): boolean {
    const received = this.#received;
    try {
      if (!Array.isArray(event.data)) throw new PatchError("BAD_OPERATION", "is no list of operations", "", -1);
      const operations: readonly PatchOperation[] = event.data;
      this.#writes.show((shown) => {
        const copy = received.copy.patched(operations, shown);
        // ahead of it: whoever writes in answer writes on this version
        received.position = position;
        received.copy = copy;
      }, position);
      return true;
    } catch (error) {
      if (this.#asking === undefined) this.#session.report(new HandlerError(event.type, "synced", error));
      this.#heal(undefined);
      return false;
    }
  }

  #verify(hash: number, position: Position): void {
    if (stateHash(this.#received.copy.confirmed) === hash) return;
    this.#session.report(new Divergence(this.#key, position));
    this.#divergence$.next(position);
    this.#heal(undefined);
  }

  #heal(position: Position | undefined): void {
    if (this.#asking === undefined) this.#healed += 1;
    this.#ask(position);
  }

  #know(): void {
    if (this.#received.known && this.#asking === undefined) return;
    this.#received.known = true;
    this.#asking = undefined;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    this.#received.waiting = false;
    this.#session.outbox.pump();
  }

  /** One question at a time: what comes until it is answered may well not fit either. Where the answer does not, the whole is asked for. */
  #ask(position: Position | undefined): void {
    const question = position === undefined ? "whole" : "since";
    if (this.#asking === "whole" || this.#asking === question) return;
    this.#asking = question;
    const envelope = position === undefined ? undefined : { e: position.epoch, v: position.version };
    const event = getEvent(this.#key);
    this.#session.next(envelope === undefined ? event : { ...event, envelope });
  }

  #forget(): void {
    const received = this.#received;
    received.known = false;
    received.waiting = true;
    this.#asking = undefined;
  }
}

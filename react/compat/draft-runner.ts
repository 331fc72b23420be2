import { type Draft, produce } from "immer";
import { filter, finalize, ignoreElements, type Observable, tap } from "rxjs";
import { EventType, HandlerError, keyedType, type Synced, type SyncEvent } from "ws-sync-rx";
import { payloadOf } from "./payload.ts";
import { ServerCalls } from "./server-calls.ts";
import type { Session } from "./session.ts";
import type { Action, Delegate, Sync, SyncedReducer } from "./state-with-sync.ts";

/** The runners of one copy, in the order of their mounting: what the server calls is run once, by the first. */
const seats = new WeakMap<object, Set<unknown>>();

/** Runs a reducer of drafts on a copy, each action once, at the moment it is dispatched. */
export class DraftRunner<S> {
  #reducer: SyncedReducer<S> | undefined;

  readonly #calls: ServerCalls;

  constructor(
    readonly session: Session,
    readonly key: string,
    readonly copy: Synced<S>,
  ) {
    this.#calls = new ServerCalls(session.core, key);
  }

  /** Runs this reducer from now on. */
  use(reducer: SyncedReducer<S> | undefined): void {
    this.#reducer = reducer;
  }

  /** Changes the copy; then sends, in the order in which the reducer asked. */
  run(cause: Action, fromServer = false): void {
    const { copy } = this;
    const reducer = this.#reducer;
    if (reducer === undefined) return;
    const asked: ("sync" | Action)[] = [];
    const sync = (): void => {
      if (!asked.includes("sync")) asked.push("sync");
    };
    const delegate = (delegated: Action = cause): void => {
      // what the server called would come back for ever
      if (!fromServer || delegated !== cause) asked.push(delegated);
    };
    const before = copy.value;
    const after = reduced(reducer, before, cause, sync, delegate);
    const recipe = (state: S): S => (Object.is(state, before) ? after : reduced(reducer, state, cause));
    if (!asked.includes("sync")) copy.set(recipe);
    for (const effect of asked) {
      if (effect === "sync") void copy.write(recipe);
      else if (this.session.accepts()) this.#calls.call(effect);
    }
  }

  /** Runs what the server calls, for as long as it is subscribed to. */
  serve(): Observable<never> {
    const { core } = this.session;
    const taken = seats.get(this.copy) ?? new Set<unknown>();
    seats.set(this.copy, taken);
    const seat = {};
    return core.on(keyedType(EventType.action, this.key)).pipe(
      tap({ subscribe: () => taken.add(seat) }),
      filter(() => [...taken][0] === seat),
      tap((event) => {
        const action = actionOf(event, this.session.binaryType);
        try {
          if (action !== undefined) this.run(action, true);
        } catch (error) {
          core.report(new HandlerError(event.type, action?.type ?? "", error));
        }
      }),
      finalize(() => taken.delete(seat)),
      ignoreElements(),
    );
  }
}

const NOTHING = (): void => undefined;

function reduced<S>(
  reducer: SyncedReducer<S>,
  state: S,
  cause: Action,
  sync: Sync = NOTHING,
  delegate: Delegate = NOTHING,
): S {
  return produce(state, (draft: Draft<S>) => reducer(draft as S, cause, sync, delegate) as Draft<S> | undefined);
}

function actionOf({ data, bytes }: SyncEvent, binaryType: BinaryType): Action | undefined {
  if (typeof data !== "object" || data === null || !("type" in data) || typeof data.type !== "string") return undefined;
  const { type } = data;
  return bytes === undefined ? { ...data, type } : { data: payloadOf(bytes, binaryType), ...data, type };
}

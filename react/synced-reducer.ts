import { mergeMap, type Observable, of, type Subscription, withLatestFrom } from "rxjs";
import { action, actions, EventType, keyedType, type Session, type Synced, type SyncEvent } from "ws-sync-rx";
import { firstOf } from "./first-of.ts";

/** What a reducer works on: `type` says what happened, the other members are what to do it with. */
export interface ReducerAction {
  readonly type: string;
}

/** What a reducer may ask for beside the next state. It may not be asked for later. */
export interface ReducerEffects<Action> {
  /** sends what this run changes to the server */
  readonly sync: () => void;
  /**
   * lets the server run an action, this one unless another is given; with bytes it goes as a binary event. Without a line it waits for one; one
   * that was not done is reported on `session.errors$`
   */
  readonly delegate: (action?: Action, bytes?: Uint8Array) => void;
  /** the payload of a binary action that the server called */
  readonly bytes: Uint8Array | undefined;
}

/** Makes the next state of the present one. It must be pure: what changes a state without a line is run again on the next one. */
export type SyncedReducer<State, Action> = (state: State, action: Action, effects: ReducerEffects<Action>) => State;

const NO_EFFECTS = { sync: () => undefined, delegate: () => undefined };

/** An action that the server called. */
interface ServerCall {
  readonly bytes: Uint8Array | undefined;
}

/** Runs actions on a copy, each once, at the moment it is dispatched. */
export class ReducerRunner<State, Action extends ReducerAction> {
  constructor(
    readonly session: Session,
    readonly key: string,
    readonly copy: Synced<State>,
  ) {}

  /** Changes the copy; then sends, in the order in which the reducer asked. */
  run(reducer: SyncedReducer<State, Action>, cause: Action, call?: ServerCall): void {
    const { copy } = this;
    const bytes = call?.bytes;
    const asked: ("sync" | Observable<unknown>)[] = [];
    const before = copy.value;
    const after = reducer(before, cause, {
      sync: () => {
        if (!asked.includes("sync")) asked.push("sync");
      },
      delegate: (delegated = cause, payload) => {
        const { type, ...args } = delegated;
        // what the server called would come back for ever
        if (call === undefined || delegated !== cause) asked.push(this.#asking(type, args, payload));
      },
      bytes,
    });
    const recipe = (state: State): State =>
      Object.is(state, before) ? after : reducer(state, cause, { ...NO_EFFECTS, bytes });
    if (!asked.includes("sync")) copy.set(recipe);
    for (const effect of asked) {
      if (effect === "sync") void copy.write(recipe);
      else this.#delegate(effect);
    }
  }

  /** The server's actions, run like local ones while this is the first of its copy that is subscribed to. */
  serve(reducer$: Observable<SyncedReducer<State, Action>>): Observable<never> {
    const { session, key } = this;
    return session.run(() =>
      session.on(keyedType(EventType.action, key)).pipe(
        firstOf(this.copy),
        withLatestFrom(reducer$),
        mergeMap(([event, reducer]) => {
          const run = (args: object, call: ServerCall): void =>
            this.run(reducer, { ...args, type: nameOf(event) } as ReducerAction as Action, call);
          return of(event).pipe(actions(key, { [nameOf(event)]: run }));
        }),
      ),
    );
  }

  #asking(type: string, args: object, bytes: Uint8Array | undefined): Observable<unknown> {
    return action<unknown, string>(this.session, this.key, type, args, bytes === undefined ? {} : { bytes });
  }

  /** Nobody takes it back: it is over when it has its outcome, or when the session is. */
  #delegate(call$: Observable<unknown>): Subscription {
    const { session } = this;
    return call$.subscribe({
      error: (error: unknown) => session.report(error instanceof Error ? error : new Error(String(error))),
    });
  }
}

/** `actions` reports what is no call. */
function nameOf({ data }: SyncEvent): string {
  return typeof data === "object" && data !== null && "type" in data && typeof data.type === "string" ? data.type : "";
}

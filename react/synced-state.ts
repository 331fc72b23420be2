import type { Observable } from "rxjs";
import type { Change } from "ws-sync-rx";

/** A new value, or a function that makes it of the present one. */
export type Next<Value> = Value | ((present: Value) => Value);

/** The functions that change a whole copy. All keep their identity for as long as session and key are the same. */
export interface SyncedCalls<State> {
  /** changes the copy here and sends nothing; the server's next word on the same members wins */
  readonly set: (change: Change<State>) => void;
  /**
   * changes the copy at once and asks the server for the same change, which waits for a line where there is none. The stream completes when the
   * server has taken it, and errors with `RequestError` when it was refused and taken back here; nobody has to subscribe
   */
  readonly write: (change: Change<State>) => Observable<undefined>;
  /** asks for the server's state */
  readonly fetch: () => void;
  /** sends the whole copy */
  readonly send: () => void;
}

/** The members that every state of this type has: an optional one may be absent from the initial state, and has no functions. */
type RequiredName<State> = {
  [Name in keyof State & string]-?: object extends Pick<State, Name> ? never : Name;
}[keyof State & string];

type Members<State> = [State] extends [readonly unknown[]]
  ? never
  : [State] extends [object]
    ? RequiredName<State>
    : never;

/** `setX` (here only) and `syncX` (here and on the server) for every member `x` of a state. */
export type SyncedSetters<State> = {
  readonly [Name in Members<State> as `set${Capitalize<Name>}` | `sync${Capitalize<Name>}`]: (
    next: Next<State[Name]>,
  ) => void;
};

type Hidden<State> = keyof SyncedCalls<State> | keyof SyncedSetters<State>;

/** The members of a state, or the state itself as `value` where it has none: a list, a text, a number, `null`. */
type Shown<State, Names> = State extends readonly unknown[]
  ? { readonly value: State }
  : State extends object
    ? { readonly [Name in keyof State as Exclude<Name, Names>]: State[Name] }
    : { readonly value: State };

/** What `useSynced` returns. A member that has the name of one of the functions is hidden by it; `useObserved` shows it. */
export type SyncedState<State> = Shown<State, Hidden<State>> & SyncedSetters<State> & SyncedCalls<State>;

import { type Draft, produce } from "immer";
import type { StateCreator, StoreApi, StoreMutatorIdentifier } from "zustand/vanilla";
import type { CreateDelegators, CreateTaskDelegators } from "./delegators.ts";
import type { Members } from "./pending.ts";
import { StoreSync } from "./store-sync.ts";
import type { SyncOptions, SyncParams } from "./sync-options.ts";

/** `store.sync`: sends what was changed, and everything else that can be asked of the server. */
export interface SyncOfStore extends Pick<
  StoreSync,
  | "sendAction"
  | "startTask"
  | "cancelTask"
  | "sendBinary"
  | "fetchRemoteState"
  | "sendState"
  | "registerExposedActions"
  | "useExposedActions"
  | "useIsSynced"
  | "cleanup"
> {
  /** sends what was changed since the last time: at once, or when nothing more comes */
  (params?: SyncParams): void;
  readonly obj: StoreSync;
  readonly createDelegators: CreateDelegators;
  readonly createTaskDelegators: CreateTaskDelegators;
}

type Write<T, U> = Omit<T, keyof U> & U;

/** A store whose `setState` takes functions that change a draft as well. */
export type WithDrafts<S> = S extends Pick<StoreApi<infer T>, "getState"> ? { setState: SetDraft<T> } : never;

/** Changes a store: by members, by a function that returns some, or by one that changes a draft. */
export interface SetDraft<T> {
  (change: T | Partial<T> | ((draft: Draft<T>) => unknown), shouldReplace?: false): void;
  (change: T | ((draft: Draft<T>) => unknown), shouldReplace: true): void;
}

declare module "zustand/vanilla" {
  interface StoreMutators<S, A> {
    sync: Write<S, { sync: A }> & WithDrafts<S>;
  }
}

type AnyCreator = (set: never, get: never, store: never) => unknown;

/**
 * Zustand middleware: the store shows a server's state, and `store.sync()` sends what was set here.
 *
 * `set` takes an object, a function that returns one, or one that changes a draft; it changes the store at once and is sent by the next
 * `sync()`. What the server says meanwhile comes underneath: such changes are made again on it, so functions given to `set` must be pure.
 * The server may call the functions that `registerExposedActions`, `useExposedActions` or the option `exposedActions` name, and no other.
 *
 * @example
 * const useNotes = create<Notes>()(synced((set, get, store) => ({ title: "" }), { key: "NOTES", session }));
 * useNotes.setState({ title: "Shopping" });
 * useNotes.sync();
 */
export function synced<
  State,
  Mps extends [StoreMutatorIdentifier, unknown][] = [],
  Mcs extends [StoreMutatorIdentifier, unknown][] = [],
>(
  stateCreator: StateCreator<State, [...Mps, ["sync", SyncOfStore]], Mcs>,
  syncOptions: SyncOptions,
): StateCreator<State, Mps, [["sync", SyncOfStore], ...Mcs]>;
export function synced(creator: AnyCreator, options: SyncOptions): AnyCreator {
  const made: StateCreator<Members> = (set, get, store) => {
    const sync = new StoreSync(options);
    const setAll = set as (state: Members, replace: boolean, ...more: unknown[]) => void;
    const setState = (change: unknown, replace = false, ...more: unknown[]): void => {
      const again = (state: Members): Members => changed(state, change, replace);
      const before = get();
      const after = again(before);
      sync.note(before, after, again);
      setAll(after, true, ...more);
    };
    Object.assign(store, { setState, sync: syncOf(sync) });
    const initial = (creator as StateCreator<Members>)(setState, get, store);
    return sync.begin(initial, { get, set: (state) => setAll(state, true) });
  };
  return made;
}

/** A state after a change, which is an object, a function that returns one, or one that changes a draft. */
function changed(state: Members, change: unknown, replace: boolean): Members {
  if (typeof change !== "function") return replace ? (change as Members) : { ...state, ...(change as object) };
  return produce(state, (draft) => {
    const result: unknown = Reflect.apply(change, undefined, [draft]);
    if (typeof result !== "object" || result === null || result === draft) return undefined;
    if (replace) return result as Members;
    Object.assign(draft, result);
    return undefined;
  });
}

function syncOf(sync: StoreSync): SyncOfStore {
  return Object.assign((params?: SyncParams) => sync.sync(params), {
    obj: sync,
    createDelegators: sync.createDelegators,
    createTaskDelegators: sync.createTaskDelegators,
    sendAction: sync.sendAction.bind(sync),
    startTask: sync.startTask.bind(sync),
    cancelTask: sync.cancelTask.bind(sync),
    sendBinary: sync.sendBinary.bind(sync),
    fetchRemoteState: sync.fetchRemoteState.bind(sync),
    sendState: sync.sendState.bind(sync),
    registerExposedActions: sync.registerExposedActions.bind(sync),
    useExposedActions: sync.useExposedActions.bind(sync),
    useIsSynced: sync.useIsSynced.bind(sync),
    cleanup: sync.cleanup.bind(sync),
  });
}

import { useObservable, useSubscription } from "observable-hooks";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { map } from "rxjs";
import type { SyncKey } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { sharedCopy } from "./shared-copy.ts";
import { type ReducerAction, ReducerRunner, type SyncedReducer } from "./synced-reducer.ts";
import { useCurrent } from "./use-current.ts";
import { useSession } from "./use-session.ts";
import { useSyncedCopy } from "./use-synced-copy.ts";

/**
 * A server's state and a reducer for it, whose runs may stay here, be sent, or be left to the server.
 *
 * The reducer runs once per `dispatch`, when it is dispatched, also in StrictMode; several dispatches of one React batch all take effect. It
 * must be pure and return the next state:
 *
 * - without `sync()` the change is made here only, and the server's next word on the same members wins;
 * - `sync()` sends what this run changed, as `_PATCH`; without a line the reducer runs again on the state that the next line brings;
 * - `delegate(action?, bytes?)` lets the server run this or another action, as `_ACTION`; without a line it waits for one, in the order in which
 *   it was asked for, and one that was not done is reported to `onError` of the provider;
 * - `bytes` is the payload, where the server called the action with one.
 *
 * Actions that the server calls go to the reducer as well, where several components have one key to that which was mounted first. To
 * `delegate()` such an action sends nothing, as it would come back for ever.
 *
 * @param key names the state
 * @param initial what is shown until the server's state comes in; the first one given for a key counts
 * @returns the state, and a `dispatch` that keeps its identity for as long as session and key are the same
 *
 * @example
 * const [{ notes }, dispatch] = useSyncedReducer(NOTES, (state, action: Action, { sync }) => {
 *   sync();
 *   return { ...state, notes: [...state.notes, action.text] };
 * }, NO_NOTES);
 */
export function useSyncedReducer<State, Action extends ReducerAction>(
  key: SyncKey<State>,
  reducer: SyncedReducer<NoInfer<State>, Action>,
  initial: State,
  options: HookOptions = {},
): readonly [state: State, dispatch: (action: Action) => void] {
  const session = useSession(options);
  const copy$ = useSyncedCopy(key, initial, options);
  const { first } = sharedCopy(copy$);
  const runner = useMemo(() => new ReducerRunner<State, Action>(session, key, copy$), [session, key, copy$]);
  const latest = useRef(reducer);
  useEffect(() => {
    latest.current = reducer;
  }, [reducer]);

  const state = useCurrent(
    copy$,
    () => copy$.value,
    () => first,
  );
  const reducer$ = useObservable((inputs$) => inputs$.pipe(map(([present]) => present)), [reducer]);
  useSubscription(useMemo(() => runner.serve(reducer$), [runner, reducer$]));
  const dispatch = useCallback((cause: Action) => runner.run(latest.current, cause), [runner]);
  return useMemo(() => [state, dispatch], [state, dispatch]);
}

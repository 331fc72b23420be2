import { useSubscription } from "observable-hooks";
import { useCallback, useInsertionEffect, useMemo } from "react";
import { NEVER } from "rxjs";
import { DraftRunner } from "./draft-runner.ts";
import type { Loose } from "./loose.ts";
import type { Session } from "./session.ts";
import type { Action, StateWithSync, SyncedReducer } from "./state-with-sync.ts";
import { useStateWithSync } from "./use-state-with-sync.ts";

/**
 * A server's state and a reducer for it, which changes a draft and may `sync()` what it changed or `delegate()` the action to the server.
 *
 * The reducer runs once per `dispatch`, when it is dispatched; several in one React batch all take effect. Actions that the server calls go to
 * it as well, where several components have one key to that which was mounted first.
 *
 * @param key names the state
 * @param initialState what is shown until the server's state comes in; the first one given for a key counts
 * @param overrideSession the session, where it is not that of the nearest provider
 * @param _sendOnInit has no effect, as in the original
 *
 * @example
 * const [notes, dispatch] = useSyncedReducer("NOTES", (draft, action, sync) => {
 *   draft.notes.push(action.note);
 *   sync();
 * }, { title: "", notes: [] });
 */
export function useSyncedReducer<S extends Record<string, Loose>>(
  key: string,
  syncedReducer: SyncedReducer<S> | undefined,
  initialState: S,
  overrideSession: Session | null = null,
  _sendOnInit = false,
): [StateWithSync<S>, (action: Action) => void] {
  const { session, copy$, stateWithSync } = useStateWithSync(key, initialState, overrideSession);
  const runner = useMemo(() => new DraftRunner(session, key, copy$), [session, key, copy$]);
  // before any other effect, which may dispatch
  useInsertionEffect(() => {
    runner.use(syncedReducer);
  }, [runner, syncedReducer]);
  const reduces = syncedReducer !== undefined;
  const served$ = useMemo(() => (reduces ? runner.serve() : NEVER), [runner, reduces]);
  useSubscription(served$);
  const dispatch = useCallback((action: Action) => runner.run(action), [runner]);
  return useMemo(() => [stateWithSync, dispatch], [stateWithSync, dispatch]);
}

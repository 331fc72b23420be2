import { useContext, useMemo, useState } from "react";
import type { Synced } from "ws-sync-rx";
import { useObserved, useSyncedCopy } from "ws-sync-rx/react";
import type { Loose } from "./loose.ts";
import { DefaultSessionContext, hooksAt } from "./session-context.ts";
import { Session } from "./session.ts";
import { memberSetters, remoteCalls } from "./state-functions.ts";
import type { StateWithSync } from "./state-with-sync.ts";

/** What all hooks have of a key. */
export interface SyncedParts<S> {
  readonly session: Session;
  readonly copy$: Synced<S>;
  readonly stateWithSync: StateWithSync<S>;
}

/**
 * The copy of a key, with its functions. Without a session the hook works on its own: pages of 0.6 render it before they have one.
 *
 * The returned object is the same for as long as the state is, its functions for as long as session, key and names of members are.
 */
export function useStateWithSync<S extends Record<string, Loose>>(
  key: string,
  initialState: S,
  overrideSession: Session | null,
): SyncedParts<S> {
  const provided = useContext(DefaultSessionContext);
  const [alone] = useState(() => new Session({ url: "" }));
  const session = overrideSession ?? provided ?? alone;
  const at = hooksAt(session);
  const copy$ = useSyncedCopy<S>(key, initialState, at);
  const state = useObserved<S>(key, initialState, undefined, at);
  const names = JSON.stringify(Object.keys(initialState));
  const functions = useMemo(() => {
    const listed = JSON.parse(names) as string[];
    return { ...memberSetters(copy$, listed), ...remoteCalls(session, key, copy$) };
  }, [session, key, copy$, names]);
  return useMemo(
    () => ({ session, copy$, stateWithSync: { ...state, ...functions } }),
    [session, copy$, state, functions],
  );
}

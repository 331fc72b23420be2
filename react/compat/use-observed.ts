import { useMemo } from "react";
import type { Loose } from "./loose.ts";
import type { Session } from "./session.ts";
import type { StateWithFetch } from "./state-with-sync.ts";
import { useStateWithSync } from "./use-state-with-sync.ts";

/**
 * A server's state, to read: the members that the initial one has, and `fetchRemoteState`.
 *
 * @param key names the state
 * @param initialState what is shown until the server's state comes in; the first one given for a key counts
 * @param overrideSession the session, where it is not that of the nearest provider
 */
export function useObserved<S extends Record<string, Loose>>(
  key: string,
  initialState: S,
  overrideSession: Session | null = null,
): StateWithFetch<S> {
  const { stateWithSync } = useStateWithSync(key, initialState, overrideSession);
  const names = JSON.stringify([...Object.keys(initialState), "fetchRemoteState"]);
  return useMemo(() => {
    const shown = new Set(JSON.parse(names) as string[]);
    return Object.fromEntries(Object.entries(stateWithSync).filter(([name]) => shown.has(name))) as StateWithFetch<S>;
  }, [stateWithSync, names]);
}

import type { Loose } from "./loose.ts";
import type { Session } from "./session.ts";
import type { StateWithSync } from "./state-with-sync.ts";
import { useStateWithSync } from "./use-state-with-sync.ts";

/**
 * A server's state, with `setX` and `syncX` for every member of the initial one.
 *
 * @param key names the state
 * @param initialState what is shown until the server's state comes in; the first one given for a key counts
 * @param overrideSession the session, where it is not that of the nearest provider
 * @param _sendOnInit has no effect, as in the original
 *
 * @example
 * const { title, syncTitle } = useSynced("NOTES", { title: "", notes: [] });
 */
export function useSynced<S extends Record<string, Loose>>(
  key: string,
  initialState: S,
  overrideSession: Session | null = null,
  _sendOnInit = false,
): StateWithSync<S> {
  return useStateWithSync(key, initialState, overrideSession).stateWithSync;
}

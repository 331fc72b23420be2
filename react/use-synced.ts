import { useMemo } from "react";
import type { SyncKey } from "ws-sync-rx";
import { isPlainObject } from "./is-plain-object.ts";
import type { HookOptions } from "./session-context.ts";
import { sharedCopy } from "./shared-copy.ts";
import type { SyncedState } from "./synced-state.ts";
import { useCurrent } from "./use-current.ts";
import { useSyncedCopy } from "./use-synced-copy.ts";

/**
 * A server's state, and the functions to change it.
 *
 * For every member `title` of the initial state there are `setTitle` (changes the copy here only) and `syncTitle` (changes it here at once, and
 * asks the server for the same); both take a value or a function of the present one. Beside them stand `set`, `write`, `fetch` and
 * `send` for the state as a whole. A state that is no object with members is given as `value`.
 *
 * `write` gives its outcome as a stream. What `syncTitle` asks for has one as well: a refusal takes the change back here and goes to `onError` of the
 * provider, and until then it is in `usePending`.
 *
 * All components with the same key share one copy. The functions keep their identity for as long as session and key are the same, the
 * returned object for as long as the state does. A member that has the name of one of the functions is hidden by it; `useObserved`
 * shows it. What the server sends never throws here: it is reported to `onError` of the provider, and healed.
 *
 * @param key names the state; a `syncKey` brings its type, with a bare string it is that of `initial`
 * @param initial what is shown until the server's state comes in; the first one given for a key counts
 *
 * @example
 * const { title, syncTitle } = useSynced(NOTES, NO_NOTES);
 * return <input value={title} onChange={(event) => syncTitle(event.target.value)} />;
 */
export function useSynced<State>(key: SyncKey<State>, initial: State, options: HookOptions = {}): SyncedState<State> {
  const copy$ = useSyncedCopy(key, initial, options);
  const { calls, first, setters } = sharedCopy(copy$);
  const state = useCurrent(
    copy$,
    () => copy$.value,
    () => first,
  );
  const named = setters.naming(initial);
  return useMemo(
    () => ({ ...(isPlainObject(state) ? state : { value: state }), ...named, ...calls }) as SyncedState<State>,
    [state, named, calls],
  );
}

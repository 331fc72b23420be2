import { synced, type Synced, type SyncKey } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { useSession } from "./use-session.ts";

/**
 * The copy that `useSynced` and `useObserved` read, as the stream it is: to pipe, to hand to observable-hooks, or to write to from a
 * component that shows nothing of it. The component does not render again when the state changes.
 *
 * @param key names the state
 * @param initial what is shown until the server's state comes in; the first one given for a key counts
 *
 * @example
 * const notes$ = useSyncedCopy(NOTES, NO_NOTES);
 * return <button onClick={() => notes$.write({ notes: [] })}>Clear</button>;
 */
export function useSyncedCopy<State>(key: SyncKey<State>, initial: State, options: HookOptions = {}): Synced<State> {
  return synced(useSession(options), key, initial);
}

import type { PendingWrite, SyncKey } from "ws-sync-rx";
import { NO_WRITES } from "./pending-writes.ts";
import type { HookOptions } from "./session-context.ts";
import { sharedCopy } from "./shared-copy.ts";
import { useCurrent } from "./use-current.ts";
import { useSyncedCopy } from "./use-synced-copy.ts";

/**
 * The writes to a state that the server has not answered yet, oldest first, each with the `paths` it changes and whether it is `waiting` or
 * `sent`: the same list while nothing happens to them. An original server answers nothing, there a write is in it until it is sent.
 *
 * @param key names the state
 * @param initial what is shown until the server's state comes in; the first one given for a key counts
 *
 * @example
 * const pending = usePending(NOTES, NO_NOTES);
 * const unsaved = pending.some(({ paths }) => paths.includes("/title"));
 */
export function usePending<State>(
  key: SyncKey<State>,
  initial: State,
  options: HookOptions = {},
): readonly PendingWrite[] {
  const { pending } = sharedCopy(useSyncedCopy(key, initial, options));
  return useCurrent(
    pending.changes$,
    () => pending.value,
    () => NO_WRITES,
  );
}

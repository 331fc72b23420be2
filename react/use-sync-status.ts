import type { HookOptions } from "./session-context.ts";
import { NOTHING_ASKED, type SyncStatus, syncStatusOf } from "./sync-status.ts";
import { useCurrent } from "./use-current.ts";
import { useSession } from "./use-session.ts";

/**
 * Whether everything that was changed and called here has arrived, for all states of the session together: the same object while it says the
 * same.
 *
 * ```
 * line       --1-----#-------2----
 * write      -----w----v----------
 * outcomes   -------w-----------v-
 * status     --s--u-s--q------u-s-    s saved, u sent and not answered, q waiting
 * ```
 *
 * What waits is in `session.outbox.entries$`, one by one, each with a `cancel()`.
 *
 * @example
 * const { phase, saved, waiting } = useSyncStatus();
 * return <p role="status">{saved ? "All changes saved" : phase === "live" ? "Saving …" : `${waiting} waiting`}</p>;
 */
export function useSyncStatus(options: HookOptions = {}): SyncStatus {
  const status = syncStatusOf(useSession(options));
  return useCurrent(
    status.changes$,
    () => status.value,
    () => NOTHING_ASKED,
  );
}

import type { Recovery, SyncKey } from "ws-sync-rx";
import { recoveriesOf } from "./recoveries.ts";
import type { HookOptions } from "./session-context.ts";
import { useCurrent } from "./use-current.ts";
import { useSession } from "./use-session.ts";

/**
 * How the present line brought a state up to date: with a `delta` of what was missed, with a `snapshot` of all of it, or `fresh`, as somebody
 * who knew nothing. `undefined` before the first line, from an original server, and for a line that was there before anybody used this hook.
 *
 * @param key names the state
 *
 * @example
 * const recovered = useRecovery(NOTES);
 * return recovered === "snapshot" ? <p>You were away for long. Here is how it stands.</p> : null;
 */
export function useRecovery<State>(key: SyncKey<State>, options: HookOptions = {}): Recovery | undefined {
  const recoveries = recoveriesOf(useSession(options));
  return useCurrent(
    recoveries.changes$,
    () => recoveries.of(key),
    () => undefined,
  );
}

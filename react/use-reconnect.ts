import { useCallback } from "react";
import { reconnects } from "./reconnects.ts";
import type { HookOptions } from "./session-context.ts";
import { useSession } from "./use-session.ts";

/**
 * A function that asks for a line again: after the server has ended the session (`_DISCONNECT`, also when another tab took it over), after a
 * terminal close code, or at once instead of after the delay. It does nothing while there is a line that is live or being brought up to date,
 * and for a provider that was given its session: whoever made that one connects it.
 *
 * @example
 * const { phase, reason } = useConnectionStatus();
 * const reconnect = useReconnect();
 * return phase === "ended" ? <button onClick={reconnect}>{reason} Take it back</button> : null;
 */
export function useReconnect(options: HookOptions = {}): () => void {
  const session = useSession(options);
  return useCallback(() => {
    const { phase } = session.status;
    if (phase !== "live" && phase !== "recovering") reconnects(session).next(undefined);
  }, [session]);
}

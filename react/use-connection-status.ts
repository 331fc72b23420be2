import type { ConnectionStatus } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { useCurrent } from "./use-current.ts";
import { useSession } from "./use-session.ts";

const CONNECTING: ConnectionStatus = { phase: "connecting" };

/**
 * Where the session stands, `{ phase, reason? }`: the same object for as long as nothing about it changes, `connecting` on a server.
 *
 * ```
 * line     --1--------#----2------    opened, broken, opened again
 * phase    c-r--l-----o----r--l---    connecting, recovering, live, offline
 * ```
 *
 * While it is `recovering` a server of version 2 brings a new line up to date: what is shown may be old for that long. A line to an original
 * server is `live` at once. What is `ended` (with a `reason`) does not come back by itself, see `useReconnect`.
 *
 * @example
 * const { phase, reason } = useConnectionStatus();
 * return phase === "live" ? null : <p role="status">{reason ?? "Connecting …"}</p>;
 */
export function useConnectionStatus(options: HookOptions = {}): ConnectionStatus {
  const session = useSession(options);
  return useCurrent(
    session.status$,
    () => session.status,
    () => CONNECTING,
  );
}

import type { ConnectionStatus } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { useCurrent } from "./use-current.ts";
import { useSession } from "./use-session.ts";

const CONNECTING: ConnectionStatus = { phase: "connecting" };

/**
 * Where the session stands, `{ phase, reason? }`: the same object for as long as nothing about it changes, `connecting` on a server.
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

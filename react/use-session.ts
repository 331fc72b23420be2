import { useContext } from "react";
import type { Session } from "ws-sync-rx";
import { type HookOptions, SessionContext } from "./session-context.ts";

/**
 * The session of the nearest `<SessionProvider>`: there from the first render on, the same for as long as that provider lives.
 *
 * @throws Error when there is no provider above
 */
export function useSession({ context = SessionContext }: HookOptions = {}): Session {
  const session = useContext(context);
  if (session === undefined) {
    throw new Error(
      "useSession: no <SessionProvider> above this component. Wrap it in one; if that one has a context of its own, give the hook the same context.",
    );
  }
  return session;
}

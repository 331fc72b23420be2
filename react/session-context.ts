import { type Context, createContext } from "react";
import type { Session } from "ws-sync-rx";

/**
 * Where the hooks look for their session, unless they are given another context.
 *
 * Several sessions may nest: `createContext<Session | undefined>(undefined)` makes a place for another one, which its provider and
 * its hooks are given as `context`.
 */
export const SessionContext: Context<Session | undefined> = createContext<Session | undefined>(undefined);

/** Which session a hook belongs to. */
export interface HookOptions {
  /** the context that was given to the `<SessionProvider>` @default SessionContext */
  readonly context?: Context<Session | undefined> | undefined;
}

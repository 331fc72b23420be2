import { type Context, createContext } from "react";
import type { Session as CoreSession } from "ws-sync-rx";
import type { HookOptions } from "ws-sync-rx/react";
import type { Session } from "./session.ts";

/** Where the hooks look for their session, and `useContext` finds it. */
export const DefaultSessionContext: Context<Session | null> = createContext<Session | null>(null);

const placed = new WeakMap<CoreSession, HookOptions>();

/** Tells the hooks of `ws-sync-rx/react` which session to use: a context that nobody provides, and that has the session as its default. */
export function hooksAt({ core }: Session): HookOptions {
  const found = placed.get(core) ?? { context: createContext<CoreSession | undefined>(core) };
  placed.set(core, found);
  return found;
}

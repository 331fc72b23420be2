/**
 * The names of the original React client, over the core: a page that was written for it runs when its import is switched.
 *
 * @module
 */

// --- the session ---
export { Session } from "./compat/session.ts";
export { DefaultSessionContext } from "./compat/session-context.ts";
export type { PositionalOptions, SessionOptions } from "./compat/session-options.ts";
export { SessionProvider, type SessionProviderProps } from "./compat/session-provider.tsx";

// --- states ---
export type {
  Action,
  Delegate,
  RemoteCalls,
  StateWithFetch,
  StateWithSync,
  Sync,
  SyncedReducer,
  TaskCancel,
  TaskStart,
} from "./compat/state-with-sync.ts";
export type { SendableBytes } from "./compat/payload.ts";
export type { Loose } from "./compat/loose.ts";
export { useObserved } from "./compat/use-observed.ts";
export { useSynced } from "./compat/use-synced.ts";
export { useSyncedReducer } from "./compat/use-synced-reducer.ts";

// --- what the server shows ---
export { useRemoteToast } from "./compat/use-remote-toast.ts";

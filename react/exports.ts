/**
 * The core in React: a provider and hooks.
 *
 * @module
 */

// --- the session ---
export { type ConnectionSettings } from "./keep-connected.ts";
export { type HookOptions, SessionContext } from "./session-context.ts";
export {
  type ConnectingSessionProviderProps,
  type GivenSessionProviderProps,
  SessionProvider,
  type SessionProviderCommonProps,
  type SessionProviderProps,
} from "./session-provider.tsx";
export { useConnectionStatus } from "./use-connection-status.ts";
export { useSession } from "./use-session.ts";

// --- states ---
export type { Next, SyncedCalls, SyncedSetters, SyncedState } from "./synced-state.ts";
export { type ObservedOptions, useObserved } from "./use-observed.ts";
export { useSynced } from "./use-synced.ts";
export { useSyncedCopy } from "./use-synced-copy.ts";

// --- actions ---
export { type ActionCall, useAction } from "./use-action.ts";

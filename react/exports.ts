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
export { useReconnect } from "./use-reconnect.ts";
export { useSession } from "./use-session.ts";
export type { SyncStatus } from "./sync-status.ts";
export { useSyncStatus } from "./use-sync-status.ts";

// --- states ---
export type { Next, SyncedCalls, SyncedSetters, SyncedState } from "./synced-state.ts";
export { type ObservedOptions, useObserved } from "./use-observed.ts";
export { useSynced } from "./use-synced.ts";
export { usePending } from "./use-pending.ts";
export { useRecovery } from "./use-recovery.ts";
export { useSyncedCopy } from "./use-synced-copy.ts";
export type { ReducerAction, ReducerEffects, SyncedReducer } from "./synced-reducer.ts";
export { useSyncedReducer } from "./use-synced-reducer.ts";

// --- actions and tasks ---
export { type ActionCall, type ActionOptions, useAction } from "./use-action.ts";
export { useExposedActions } from "./use-exposed-actions.ts";
export type { TaskState } from "./task-switch.ts";
export { type TaskControl, type TaskOptions, useTask } from "./use-task.ts";

// --- what the server shows and sends ---
export { saveDownload } from "./save-download.ts";
export { useDownloads } from "./use-downloads.ts";
export { type ShowToast, useRemoteToast } from "./use-remote-toast.ts";

/**
 * The original's middleware for Zustand, over the core.
 *
 * @module
 */
export type { Actions, CreateDelegators, CreateTaskDelegators, TaskControl, Tasks } from "./zustand/delegators.ts";
export type { ExposedHandlers } from "./zustand/exposed-actions.ts";
export type { StoreSync } from "./zustand/store-sync.ts";
export type { SyncOptions, SyncParams } from "./zustand/sync-options.ts";
export { type SetDraft, synced, type SyncOfStore, type WithDrafts } from "./zustand/synced.ts";

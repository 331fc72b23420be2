/**
 * The class flavour: decorate a class and never see a stream.
 *
 * @module
 */
export type { Casing } from "./decorators/casing.ts";
export type { ExposeOptions, Flattenings, RemoteNames } from "./decorators/declared.ts";
export { expose } from "./decorators/expose.ts";
export type { KeyOf, KeyShape } from "./decorators/key-of.ts";
export type { MemberNames, ObjectOptions, ObjectState, ObjectWrites } from "./decorators/object-options.ts";
export { onCancel, remoteAction, type RemoteOptions, remoteTask } from "./decorators/remote-methods.ts";
export type { SessionHooks } from "./decorators/session-hooks.ts";
export { syncAll } from "./decorators/sync-all.ts";
export type { SyncCall } from "./decorators/sync-handle.ts";
export { type Sync, syncOf } from "./decorators/sync-of.ts";
export { syncOnly } from "./decorators/sync-only.ts";
export type { Wire } from "./decorators/wire-value.ts";

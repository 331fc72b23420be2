import { base64 } from "./base64.ts";
import { EventType, type SyncEvent } from "./events.ts";
import { keyedType } from "./key.ts";

/** `_SET:KEY`, the whole state (PROTOCOL.md, "`_SET`"). */
export function setEvent<State>(key: string, state: State): SyncEvent<State> {
  return { type: keyedType(EventType.set, key), data: state };
}

/** `_PATCH:KEY`, a list of RFC 6902 operations (PROTOCOL.md, "`_PATCH`"). */
export function patchEvent<Operations>(key: string, operations: Operations): SyncEvent<Operations> {
  return { type: keyedType(EventType.patch, key), data: operations };
}

/** `_GET:KEY`, asks for a `_SET:KEY` (PROTOCOL.md, "`_GET`"). */
export function getEvent(key: string): SyncEvent {
  return { type: keyedType(EventType.get, key), data: {} };
}

/**
 * `_ACTION:KEY`, one call with named arguments (PROTOCOL.md, "`_ACTION`").
 *
 * @param name the action; it wins over a member `type` of the arguments
 * @param bytes makes it a binary event
 */
export function actionEvent(key: string, name: string, args: unknown = {}, bytes?: Uint8Array): SyncEvent {
  const event = {
    type: keyedType(EventType.action, key),
    data: { ...(typeof args === "object" ? args : {}), type: name },
  };
  return bytes === undefined ? event : { ...event, bytes };
}

/** The kinds of a toast that every original client knows. */
export type ToastType = "default" | "message" | "info" | "success" | "warning" | "error";

/** `_TOAST`, a short notice for the user (PROTOCOL.md, "`_TOAST`"). */
export function toastEvent(message: string, type: ToastType = "default"): SyncEvent {
  return { type: EventType.toast, data: { type, message } };
}

/** `_DOWNLOAD`, a file for the user to save (PROTOCOL.md, "`_DOWNLOAD`"). */
export function downloadEvent(filename: string, bytes: Uint8Array): SyncEvent {
  return { type: EventType.download, data: { filename, data: base64(bytes) } };
}

/** `_DISCONNECT`, after which a client does not come back by itself (PROTOCOL.md, "`_DISCONNECT`"). */
export function disconnectEvent(message: string): SyncEvent {
  return { type: EventType.disconnect, data: message };
}

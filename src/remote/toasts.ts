import { map, type Observable } from "rxjs";
import type { ToastType } from "../protocol/event-of.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { isRecord } from "../protocol/is-record.ts";
import type { Session } from "../session/session.ts";

/** A short notice for the user. */
export interface Toast {
  readonly type: ToastType;
  readonly message: string;
}

const TYPES: ReadonlySet<unknown> = new Set<ToastType>(["default", "message", "info", "success", "warning", "error"]);

/**
 * The toasts that the server sends.
 *
 * ```
 * session           --S--x--D--    x another event
 * toasts(session)   --s-----d--
 * ```
 *
 * @returns a type that is missing or unknown as `default`, a missing message as an empty one (PROTOCOL.md, "`_TOAST`")
 */
export function toasts(session: Session): Observable<Toast> {
  return session.on(EventType.toast).pipe(map(toastOf));
}

function toastOf({ data }: SyncEvent): Toast {
  const { type, message } = isRecord(data) ? { type: data["type"], message: data["message"] } : {};
  return { type: isToastType(type) ? type : "default", message: textOf(message) };
}

function isToastType(type: unknown): type is ToastType {
  return TYPES.has(type);
}

/** An original server sends whatever it was given, a number for one. */
function textOf(message: unknown): string {
  return typeof message === "string" || typeof message === "number" || typeof message === "boolean"
    ? String(message)
    : "";
}

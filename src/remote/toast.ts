import { map, type OperatorFunction } from "rxjs";
import { toastEvent, type ToastType } from "../protocol/event-of.ts";
import type { SyncEvent } from "../protocol/events.ts";

/**
 * Makes texts toasts, for a pipeline to send: `saved$.pipe(map(({ title }) => `${title} is saved`), toast("success"))`.
 *
 * ```
 * message$         --m-----n--
 * toast("info")    --M-----N--    `_TOAST {type: "info", message}`
 * ```
 *
 * @param type @default "default"
 */
export function toast(type: ToastType = "default"): OperatorFunction<string, SyncEvent> {
  return map((message) => toastEvent(message, type));
}

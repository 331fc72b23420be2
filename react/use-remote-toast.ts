import { useSubscription } from "observable-hooks";
import { useMemo } from "react";
import { toasts, type ToastType } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { useSession } from "./use-session.ts";

/** Shows a toast: a function, or one with a method for each type, as the toast libraries have it. */
export type ShowToast = ((message: string, type?: ToastType) => unknown) &
  Readonly<Partial<Record<Exclude<ToastType, "default">, (message: string) => unknown>>>;

/**
 * Shows the server's toasts, with the function of the moment.
 *
 * A toast of type `success` is `toast.success(message)` where there is such a method, else `toast(message, "success")`; one of type `default` is
 * `toast(message)`.
 *
 * @example
 * useRemoteToast((message, type = "default") => setToasts((shown) => [...shown, { message, type }]));
 */
export function useRemoteToast(toast: ShowToast, options: HookOptions = {}): void {
  const session = useSession(options);
  const toasts$ = useMemo(() => toasts(session), [session]);
  useSubscription(toasts$, ({ type, message }) => {
    if (type === "default") toast(message);
    else if (typeof toast[type] === "function") toast[type](message);
    else toast(message, type);
  });
}

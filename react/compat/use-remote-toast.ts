import { useSubscription } from "observable-hooks";
import { useMemo } from "react";
import { NEVER } from "rxjs";
import { type Toast, toasts, type ToastType } from "ws-sync-rx";
import type { Loose } from "./loose.ts";
import type { Session } from "./session.ts";

type Show = (message: string) => unknown;
type ToastLibrary = Show & Readonly<Partial<Record<Exclude<ToastType, "default">, Show>>>;

/**
 * Shows the server's toasts, with the library of the moment.
 *
 * @param session that of the page; nothing is shown while there is none
 * @param toast a function with a method per type, such as sonner's `toast`; a type that it has no method for is shown by the function itself
 * @param prefix stands before every message
 *
 * @example
 * useRemoteToast(useContext(DefaultSessionContext), toast);
 */
export function useRemoteToast(session: Session | null, toast: Loose, prefix = ""): void {
  const toasts$ = useMemo(() => (session === null ? NEVER : toasts(session.core)), [session]);
  useSubscription(toasts$, ({ type, message }: Toast) => {
    const library = toast as ToastLibrary;
    if (type !== "default" && typeof library[type] === "function") library[type](prefix + message);
    else library(prefix + message);
  });
}

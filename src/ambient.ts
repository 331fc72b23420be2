import {
  asyncScheduler,
  defer,
  filter,
  fromEvent,
  merge,
  NEVER,
  type Observable,
  type SchedulerAction,
  Subscription,
} from "rxjs";
import type { Env } from "./connection/env.ts";
import type { WebSocketLike } from "./connection/web-socket.ts";
import type { LocksLike } from "./session/page-lock.ts";
import type { StorageLike } from "./session/stored-ids.ts";

/** ms, the longest delay of the platform's timers: with a longer one they run at once */
const LONGEST = 2 ** 31 - 1;

/** The world as the entries give it to the engine: real time, real chance. This file is the only one in `src/` that may touch them. */
export const ambient: Env = {
  scheduler: {
    now: () => asyncScheduler.now(),
    schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
      if (delay === Number.POSITIVE_INFINITY) return Subscription.EMPTY;
      return asyncScheduler.schedule(work, Math.min(delay, LONGEST), state);
    },
  },
  random: () => Math.random(),
  id: () => {
    // 128 random bits; `crypto.randomUUID` does not exist on pages that are served without TLS
    const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
};

/** The platform's `WebSocket`, looked up when a line is opened: Node 20 has none. */
export function ambientWebSocket(): new (url: string) => WebSocketLike {
  return globalThis.WebSocket;
}

/**
 * Moments at which a line may have died unseen, and a new one will be wanted at once: the network is back, the page is looked at again, comes
 * out of the back/forward cache, or is thawed. Never outside a browser.
 */
export const pageWakes$: Observable<unknown> = defer(() =>
  typeof window === "undefined"
    ? NEVER
    : merge(
        fromEvent(window, "online"),
        fromEvent(document, "visibilitychange").pipe(filter(() => document.visibilityState === "visible")),
        fromEvent<PageTransitionEvent>(window, "pageshow").pipe(filter(({ persisted }) => persisted)),
        fromEvent(document, "resume"),
      ),
);

/** The storage that all tabs of a browser share. */
export function localStore(): StorageLike | undefined {
  return typeof localStorage === "undefined" ? undefined : localStorage;
}

/** The storage of one tab. */
export function tabStore(): StorageLike | undefined {
  return typeof sessionStorage === "undefined" ? undefined : sessionStorage;
}

/** The locks that all pages of an origin share; none where the page is not served by https. */
export function pageLocks(): LocksLike | undefined {
  const { navigator } = globalThis as { navigator?: { readonly locks?: LocksLike } };
  return navigator?.locks;
}

/** The last moments of a page. Never outside a browser. */
export function pageEnds(): Observable<unknown> {
  return typeof window === "undefined" ? NEVER : fromEvent(window, "pagehide");
}

import type { Session as CoreSession } from "ws-sync-rx";
import type { Session } from "../compat/session.ts";

/** What a store is synced with. */
export interface SyncOptions {
  /** names the state */
  key: string;
  /** that of `ws-sync-rx/compat`, or that of `ws-sync-rx` */
  session: Session | CoreSession;
  /** has no effect, as in the original */
  sendOnInit?: boolean | undefined;
  /** the members that are synced, as a list or as the members of an object; the others stay here @default all that are no functions */
  syncAttributes?: readonly string[] | Record<string, unknown> | undefined;
  /** names of functions of the store that the server may call. The original lets it call all of them. @default none */
  exposedActions?: readonly string[] | undefined;
}

/** When changes are sent. */
export interface SyncParams {
  /** ms without another `sync()` @default 0, at once */
  debounceMs?: number | undefined;
  /** ms after the first change that is not sent yet, whatever comes @default no limit */
  maxWaitMs?: number | undefined;
}

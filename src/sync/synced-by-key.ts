import type { SyncKey } from "../protocol/key.ts";
import type { Session } from "../session/session.ts";
import { Synced, type SyncedOptions } from "./synced.ts";

const copies = new WeakMap<Session, Map<string, object>>();

/**
 * The one copy of a state that a session has: all who ask for the same key share it, whatever initial state they bring.
 *
 * @param initial what is shown until the server's state comes in; the first one given for a key counts
 */
export function synced<S>(session: Session, key: SyncKey<S>, initial: S, options?: SyncedOptions): Synced<S> {
  const ofSession = copies.get(session) ?? new Map<string, Synced<S>>();
  copies.set(session, ofSession);
  const found = ofSession.get(key);
  if (found instanceof Synced) return found as Synced<S>;
  const made = new Synced(session, key, initial, options);
  ofSession.set(key, made);
  return made;
}

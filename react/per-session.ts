import type { Session } from "ws-sync-rx";

/** One thing for each session, made when it is first asked for, and gone with the session. */
export function perSession<Thing extends object>(make: (session: Session) => Thing): (session: Session) => Thing {
  const made = new WeakMap<Session, Thing>();
  return (session) => {
    const thing = made.get(session) ?? make(session);
    made.set(session, thing);
    return thing;
  };
}

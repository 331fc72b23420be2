import { Subject } from "rxjs";
import type { Session } from "ws-sync-rx";

const asked = new WeakMap<Session, Subject<undefined>>();

/** Emits when somebody asks for a new line of a session, and is how it is asked for. */
export function reconnects(session: Session): Subject<undefined> {
  const asked$ = asked.get(session) ?? new Subject<undefined>();
  asked.set(session, asked$);
  return asked$;
}

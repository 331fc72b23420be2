import type { Observable } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import type { Session } from "./session.ts";

/** What a session does: a function from the session to the events it sends. It never subscribes; `session.run` does. */
export type Pipeline = (session: Session) => Observable<SyncEvent>;

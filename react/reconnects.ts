import { Subject } from "rxjs";
import { perSession } from "./per-session.ts";

/** Emits when somebody asks for a new line of a session, and is how it is asked for. */
export const reconnects = perSession(() => new Subject<undefined>());

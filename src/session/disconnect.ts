import { CloseCode } from "../protocol/close-codes.ts";
import { disconnectEvent } from "../protocol/event-of.ts";
import type { Session } from "./session.ts";

/**
 * Dismisses whoever is on a session's lines: `_DISCONNECT` with a message to show, then a close with 1000. The client does not come back by
 * itself; the session stays as it is.
 */
export function disconnect(session: Session, message: string): void {
  session.next(disconnectEvent(message));
  session.enqueue(() => {
    session.line$
      .subscribe(({ connection }) => {
        connection.close(CloseCode.normal, "");
      })
      .unsubscribe();
  });
}

import { defer, finalize, map } from "rxjs";
import { EventType } from "../protocol/events.ts";
import { address, lineOf } from "./addressed.ts";
import type { Pipeline } from "./session.ts";
import type { UserSession } from "./who.ts";

/**
 * Tells the server who this client is: in its `_HELLO`, and as the answer to `_REQUEST_USER_SESSION`, however often and late it is asked
 * (PROTOCOL.md, "Handshake").
 *
 * @param ids read once per question
 */
export function userSession(ids: () => UserSession): Pipeline {
  return (session) =>
    defer(() => {
      const { introduction } = session;
      introduction.ids = ids;
      return session.on(EventType.requestUserSession).pipe(
        map((event) => {
          const { user, session: id } = ids();
          const answer = { type: EventType.userSession, data: { user, session: id } };
          const line = lineOf(event);
          return line === undefined ? answer : address(answer, line);
        }),
        finalize(() => {
          if (introduction.ids === ids) introduction.ids = undefined;
        }),
      );
    });
}

import { map } from "rxjs";
import { EventType } from "../protocol/events.ts";
import { address, lineOf } from "./addressed.ts";
import type { Pipeline } from "./session.ts";

/** Who a client says it is. */
export interface UserSession {
  /** the same in all tabs of a browser */
  readonly user: string;
  /** one per tab */
  readonly session: string;
}

/**
 * A client's answer to `_REQUEST_USER_SESSION`, however often and late it is asked (PROTOCOL.md, "Handshake").
 *
 * @param ids read once per question
 */
export function userSession(ids: () => UserSession): Pipeline {
  return (session) =>
    session.on(EventType.requestUserSession).pipe(
      map((event) => {
        const { user, session: id } = ids();
        const answer = { type: EventType.userSession, data: { user, session: id } };
        const line = lineOf(event);
        return line === undefined ? answer : address(answer, line);
      }),
    );
}

import { defer, finalize, ignoreElements, map, merge, mergeMap, of, ReplaySubject, share, take, tap } from "rxjs";
import { EventType } from "../protocol/events.ts";
import { address, lineOf } from "./addressed.ts";
import type { Pipeline } from "./session.ts";
import type { IdSource } from "./stored-ids.ts";

/**
 * Tells the server who this client is: in its `_HELLO`, and as the answer to `_REQUEST_USER_SESSION`, however often and late it is asked
 * (PROTOCOL.md, "Handshake").
 *
 * @param ids read once per question, once it is certain that no other page has the same session
 */
export function userSession(ids: IdSource): Pipeline {
  return (session) =>
    defer(() => {
      const { introduction } = session;
      introduction.ids = ids;
      const release = introduction.hold();
      const claimed$ = (ids.claimed$ ?? of(undefined)).pipe(
        take(1),
        share({ connector: () => new ReplaySubject(1), resetOnComplete: false, resetOnRefCountZero: false }),
      );
      // behind the answers: they must be the first that a server hears which has asked
      const certain$ = claimed$.pipe(tap({ complete: release }), ignoreElements());
      const answers$ = session.on(EventType.requestUserSession).pipe(
        mergeMap((event) => claimed$.pipe(map(() => event))),
        map((event) => {
          const { user, session: id } = ids();
          const answer = { type: EventType.userSession, data: { user, session: id } };
          const line = lineOf(event);
          return line === undefined ? answer : address(answer, line);
        }),
      );
      return merge(certain$, answers$).pipe(
        finalize(() => {
          release();
          if (introduction.ids === ids) introduction.ids = undefined;
        }),
      );
    });
}

import { Observable } from "rxjs";
import { NotConnectedError } from "../protocol/errors.ts";
import { actionEvent } from "../protocol/event-of.ts";
import type { SyncKey } from "../protocol/key.ts";
import type { Session } from "../session/session.ts";

/** The name of an action of a key, or any name where the key says nothing. */
export type ActionName<Actions> = unknown extends Actions ? string : keyof Actions & string;

/** The arguments of an action of a key, or any object where the key says nothing. */
export type ActionArgs<Actions, Name> = Name extends keyof Actions
  ? Actions[Name] extends (args: infer Args) => unknown
    ? Args
    : never
  : object;

/**
 * Calls an action of the other end on subscription, as `_ACTION:KEY`.
 *
 * ```
 * action(session, key, name, args)   |          sent; the original protocol knows no answer
 * action(session, key, name, args)   #          there is no line: NotConnectedError, nothing is sent later
 * ```
 *
 * @param args named arguments; a member `type` is not one, since the wire keeps the name there
 * @param bytes a payload, sent as a binary event
 */
export function action<Actions, Name extends ActionName<Actions>>(
  session: Session,
  key: SyncKey<unknown, Actions>,
  name: Name,
  args: ActionArgs<Actions, Name>,
  bytes?: Uint8Array,
): Observable<never> {
  return new Observable((subscriber) => {
    const event = actionEvent(key, name, args, bytes);
    if (session.status.phase !== "live") {
      subscriber.error(new NotConnectedError(`${event.type} ${name}`));
      return;
    }
    session.next(event);
    subscriber.complete();
  });
}

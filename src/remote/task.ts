import { Observable } from "rxjs";
import { NotConnectedError } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import type { Session } from "../session/session.ts";
import type { ActionArgs, ActionName } from "./action.ts";

/**
 * Runs a task of the server for as long as it is subscribed to: `_TASK_START:KEY` on subscription, `_TASK_CANCEL:KEY` on unsubscription.
 *
 * ```
 * task(session, key, name, args)   s------------!    s start, ! unsubscribed: the cancel is sent
 * task(session, key, name, args)   #                 there is no line: NotConnectedError, nothing is sent later
 * ```
 *
 * It emits nothing and does not complete by itself, since the original protocol says neither what a task does nor that it is over; a
 * server that exposes its running tasks says so in the state. A line that breaks cancels nothing, and a cancel without a line is lost:
 * the task then runs to its end.
 *
 * @param args named arguments; a member `type` is not one, since the wire keeps the name there
 */
export function task<Tasks, Name extends ActionName<Tasks>>(
  session: Session,
  key: SyncKey<unknown, unknown, Tasks>,
  name: Name,
  args: ActionArgs<Tasks, Name>,
): Observable<never> {
  return new Observable((subscriber) => {
    const start = call(EventType.taskStart, key, name, args);
    if (session.status.phase !== "live") {
      subscriber.error(new NotConnectedError(`${start.type} ${name}`));
      return undefined;
    }
    session.next(start);
    return () => {
      session.next(call(EventType.taskCancel, key, name));
    };
  });
}

function call(event: string, key: string, name: string, args?: unknown): SyncEvent {
  return { type: keyedType(event, key), data: { ...(typeof args === "object" ? args : {}), type: name } };
}

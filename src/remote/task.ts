import { Observable } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import type { Session } from "../session/session.ts";
import type { ActionArgs, ActionName } from "./action.ts";
import { type AskOptions, sizeOf, untilAborted } from "./ask.ts";

/**
 * Runs a task of the server for as long as it is subscribed to: `_TASK_START:KEY` on subscription, `_TASK_CANCEL:KEY` on unsubscription.
 *
 * ```
 * task(session, key, name, args)   s-------r|        done: its last value, of a server that speaks version 2
 * task(session, key, name, args)   s-------#         RequestError: it failed, was refused, or was cancelled by somebody else
 * task(session, key, name, args)   s------------!    ! unsubscribed: the cancel is sent
 * ```
 *
 * An original server says neither what a task does nor that it is over: there it emits nothing and does not complete by itself; a
 * server that exposes its running tasks says so in the state. A line that breaks cancels nothing. Without a line the start waits for one, unless `offline`
 * says otherwise, and so does a cancel; towards an original server a cancel without a line is lost.
 *
 * A task that is given up by its `timeout` goes on at the server; one that is given up by its `signal` is cancelled.
 *
 * @param args named arguments; a member `type` is not one, since the wire keeps the name there
 * @param options `offline` ("queue"), `timeout` in ms (none), `signal`, `bytes`
 */
export function task<Tasks, Name extends ActionName<Tasks>>(
  session: Session,
  key: SyncKey<unknown, unknown, Tasks>,
  name: Name,
  args: ActionArgs<Tasks, Name>,
  options: AskOptions = {},
): Observable<unknown> {
  const { offline = "queue", timeout, signal, bytes } = options;
  const start = call(EventType.taskStart, key, name, args, bytes);
  const full = `${start.type} ${name}`;
  const run$ = new Observable<unknown>((subscriber) => {
    let over = false;
    let left = false;
    // a server that stops may have given it back
    const wanted = (): SyncEvent | undefined => (left ? undefined : start);
    const submitted = session.submit({
      name: full,
      offline,
      ...(timeout === undefined ? {} : { timeout }),
      size: () => sizeOf(start),
      lasting: true,
      event: wanted,
      kept: wanted,
      settled: (end) => {
        // to an original server it has only begun
        if (end.kind === "sent") return undefined;
        over = true;
        if (end.kind === "failed") subscriber.error(end.error);
        else {
          subscriber.next(end.value);
          subscriber.complete();
        }
        return undefined;
      },
    });
    return () => {
      left = true;
      if (over || submitted.withdraw()) return;
      const cancel = call(EventType.taskCancel, key, name);
      const { id } = submitted;
      if (id === undefined) session.next(cancel);
      else {
        const event = { ...cancel, envelope: { re: id } };
        session.submit({
          name: `${cancel.type} ${name}`,
          event: () => event,
          kept: () => event,
          settled: () => undefined,
        });
      }
    };
  });
  return untilAborted(run$, signal, full);
}

function call(event: string, key: string, name: string, args?: unknown, bytes?: Uint8Array): SyncEvent {
  const data = { ...(typeof args === "object" ? args : {}), type: name };
  return bytes === undefined ? { type: keyedType(event, key), data } : { type: keyedType(event, key), data, bytes };
}

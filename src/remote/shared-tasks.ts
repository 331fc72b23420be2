import { defer, filter, finalize, ignoreElements, merge, type Observable, share, Subject, tap } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import type { Pipeline, Session } from "../session/session.ts";
import { callThatFailed } from "./failed-call.ts";
import type { Handlers } from "./handlers.ts";
import { tasks, type TasksOptions } from "./tasks.ts";

/**
 * Serves the tasks of one key for many sessions: the same as `tasks` in each of them, but one list for all, so that one session may cancel
 * what another has started. It is to `tasks` what `publish` is to `sync`.
 *
 * ```
 * session 1   --s--------
 * session 2   -------c---
 * handler     --a--b-!       a session that leaves cancels nothing; the last one that leaves cancels all
 * ```
 *
 * @returns a pipeline to run in many sessions; what fails is reported once: in the session whose client called or, when that one has left,
 * in the one that has been here longest
 */
export function sharedTasks<Tasks>(
  key: SyncKey<unknown, unknown, Tasks>,
  handlers: Handlers<NoInfer<Tasks>>,
  options: TasksOptions<NoInfer<Tasks>> = {},
): Pipeline {
  const calls$ = new Subject<SyncEvent>();
  const served$: Observable<SyncEvent> = calls$.pipe(tasks(key, handlers, options), share());
  const callers = new WeakMap<SyncEvent, Session>();
  const present = new Set<Session>();
  const concerned = (event: SyncEvent): Session | undefined => {
    const caller = callers.get(callThatFailed(event) ?? event);
    return caller !== undefined && present.has(caller) ? caller : [...present][0];
  };
  return (session) => {
    const servedHere$ = merge(
      served$.pipe(filter((event) => callThatFailed(event) === undefined || concerned(event) === session)),
      merge(session.on(keyedType(EventType.taskStart, key)), session.on(keyedType(EventType.taskCancel, key))).pipe(
        // (not `tap(calls$)`: it would unsubscribe the subject with the first session that leaves)
        tap((event) => {
          callers.set(event, session);
          calls$.next(event);
        }),
        ignoreElements(),
      ),
    );
    return defer(() => {
      present.add(session);
      return servedHere$;
    }).pipe(finalize(() => present.delete(session)));
  };
}

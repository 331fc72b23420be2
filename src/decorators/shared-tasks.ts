import { ignoreElements, merge, type Observable, share, Subject, tap } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType } from "../protocol/key.ts";
import { tasks } from "../remote/tasks.ts";
import type { Pipeline } from "../session/session.ts";
import type { Handlers } from "./declared.ts";

/**
 * The tasks of an object: one list for all sessions that have it, so that one may cancel what another has started. They live from the
 * first session to the last.
 *
 * @param running told the names of the running tasks whenever one begins or ends
 */
export function sharedTasks(
  key: string,
  handlers: Handlers,
  onCancel: Handlers,
  running: (names: readonly string[]) => void,
): Pipeline {
  const calls$ = new Subject<SyncEvent>();
  const served$: Observable<SyncEvent> = calls$.pipe(
    tasks(key, handlers, { onCancel, runningObserver: { next: running } }),
    share(),
  );
  return (session) =>
    merge(
      served$,
      merge(session.on(keyedType(EventType.taskStart, key)), session.on(keyedType(EventType.taskCancel, key))).pipe(
        // (not `tap(calls$)`: it would unsubscribe the subject with the first session that leaves)
        tap((event) => calls$.next(event)),
        ignoreElements(),
      ),
    );
}

import { defer, filter, groupBy, map, merge, mergeMap, type NextObserver, type OperatorFunction } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import { failure } from "../session/failure.ts";
import { ofType } from "../session/of-type.ts";
import { callOf, malformedCall } from "./call.ts";
import type { Handlers } from "./handlers.ts";
import { runTask } from "./run-task.ts";
import { RunningTasks } from "./running-tasks.ts";

/** How the tasks of a key are run. */
export interface TasksOptions<Tasks> {
  /** what to do when a task has been cancelled, before it leaves the list of running tasks */
  readonly onCancel?: { readonly [Name in keyof Tasks]?: () => unknown };
  /** told the names of the running tasks, in the order in which they were started, whenever one begins or ends */
  readonly runningObserver?: NextObserver<readonly string[]>;
}

/**
 * Serves the `_TASK_START` and `_TASK_CANCEL` calls of one key: a task is an observable, its start a subscription, its cancel the
 * unsubscription.
 *
 * ```
 * session               --s-----c---s--s----     s start, c cancel
 * handler               --a--b--!   a--b--|      ! unsubscribed
 * running               --x-----o---x-----o-     the second start of a running task is ignored
 * tasks(key, {…})       --------------------
 * ```
 *
 * A handler may return an observable, a promise, a generator, an async iterable or a plain value; its `AbortSignal` is aborted on cancel. A
 * line that is lost cancels nothing. One that fails is reported and leaves the list. Unknown tasks and the cancel of one that is not
 * running are ignored, as in the original.
 *
 * @returns what failed, as events that `session.run` reports on `errors$`
 */
export function tasks<Tasks>(
  key: SyncKey<unknown, unknown, Tasks>,
  handlers: Handlers<NoInfer<Tasks>>,
  options: TasksOptions<NoInfer<Tasks>> = {},
): OperatorFunction<SyncEvent, SyncEvent> {
  const bodies = new Map<string, unknown>(Object.entries(handlers as object));
  const endings = new Map<string, unknown>(Object.entries(options.onCancel ?? {}));
  const [start, cancel] = [keyedType(EventType.taskStart, key), keyedType(EventType.taskCancel, key)];

  return (events$) =>
    defer(() => {
      const running = new RunningTasks(options.runningObserver);
      const calls$ = merge(events$.pipe(ofType(start)), events$.pipe(ofType(cancel)));
      const malformed$ = calls$.pipe(
        filter((event) => callOf(event) === undefined),
        map((event) => failure(malformedCall(event))),
      );
      // names that nobody serves are left out: a group is kept for as long as the session
      const known$ = calls$.pipe(filter((event) => bodies.has(callOf(event)?.name ?? "")));
      const served$ = known$.pipe(
        groupBy((event) => callOf(event)?.name ?? ""),
        mergeMap((group$) =>
          group$.pipe(
            filter(({ type }) => type === start),
            runTask({
              name: group$.key,
              body: bodies.get(group$.key),
              ending: endings.get(group$.key),
              cancel$: group$.pipe(filter(({ type }) => type === cancel)),
              running,
            }),
          ),
        ),
      );
      return merge(malformed$, served$);
    });
}

import { defer, filter, finalize, groupBy, map, merge, mergeMap, type NextObserver, type OperatorFunction } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import { answerOf } from "../session/answer-of.ts";
import { ofType } from "../session/of-type.ts";
import { callOf, MALFORMED, malformedCall } from "./call.ts";
import { failedCall } from "./failed-call.ts";
import { type FlatteningByName, flatteningOf } from "./flatten.ts";
import type { Handlers } from "./handlers.ts";
import { runTask } from "./run-task.ts";
import { RunningTasks } from "./running-tasks.ts";

/** How the tasks of a key are run. */
export interface TasksOptions<Tasks> {
  /** what to do when a task has been cancelled, before it leaves the list of running tasks; told what the task was started with */
  readonly onCancel?: Partial<Handlers<Tasks>>;
  /** told the names of the running tasks, in the order in which they were started, whenever one begins or ends; one that throws is reported */
  readonly runningObserver?: NextObserver<readonly string[]>;
  /** what becomes of a start while an earlier run of the same task goes on @default "exhaust" */
  readonly flatten?: FlatteningByName<Tasks>;
}

/**
 * Serves the `_TASK_START` and `_TASK_CANCEL` calls of one key: a task is an observable, its start a subscription, its cancel the
 * unsubscription.
 *
 * ```
 * session               --s-----c---s--s----     s start, c cancel
 * handler               --a--b--!   a--b--|      ! unsubscribed
 * running               --x-----o---x-----o-
 * tasks(key, {…})       ---------------e----     e: HandlerError, the second start of a running task
 * ```
 *
 * A handler may return an observable, a promise, a generator, an async iterable or a plain value; its `AbortSignal` is aborted on cancel. A
 * line that is lost cancels nothing. One that fails is reported and leaves the list. Unknown tasks and the cancel of one that is not
 * running are ignored, as in the original.
 *
 * A start while the task runs is reported and does nothing else, unless `flatten` says so: `"concat"` runs it afterwards, `"merge"` at
 * once, `"switch"` instead, as if the earlier run had been cancelled. A cancel ends all runs of its task, those that wait included.
 *
 * A caller of version 2 gets one `_REPLY` to its start: the task's last value when it is done, or why it is not. Its cancel names the run that it
 * ends, so that it never ends another.
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
      const running = new RunningTasks(start, options.runningObserver);
      const calls$ = merge(events$.pipe(ofType(start)), events$.pipe(ofType(cancel)));
      const malformed$ = calls$.pipe(
        filter((event) => callOf(event) === undefined),
        map((event) => {
          answerOf(event)?.fail(MALFORMED);
          return failedCall(event, malformedCall(event));
        }),
      );
      // names that nobody serves are left out: a group is kept for as long as the session
      const known$ = calls$.pipe(filter((event) => bodies.has(callOf(event)?.name ?? "")));
      const served$ = known$.pipe(
        groupBy((event) => callOf(event)?.name ?? ""),
        mergeMap((group$) =>
          group$.pipe(
            runTask({
              name: group$.key,
              body: bodies.get(group$.key),
              ending: endings.get(group$.key),
              isStart: ({ type }) => type === start,
              flatten: flatteningOf(options.flatten, group$.key, "exhaust"),
              running,
            }),
          ),
        ),
        finalize(() => running.end()),
      );
      return merge(running.failures$, malformed$, served$);
    });
}

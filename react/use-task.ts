import { useEffect, useMemo } from "react";
import { type ActionArgs, type ActionName, type ActionResult, type AskOptions, type SyncKey, task } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { TaskSwitch, type TaskState } from "./task-switch.ts";
import { useCurrent } from "./use-current.ts";
import { useSession } from "./use-session.ts";

/** How the tasks of a component are started, and what happens to them when it goes away. */
export interface TaskOptions extends HookOptions, Pick<AskOptions, "offline" | "timeout"> {
  /** `cancel` it, or `keep` it running without anybody here who could cancel it @default "cancel" */
  readonly onUnmount?: "cancel" | "keep";
}

/** A task and the functions that run it, which keep their identity for as long as session, key, name and options are the same. */
export interface TaskControl<Args, Result = unknown> extends TaskState<Result> {
  /** cancels the run there is, and starts another; the arguments may be left out where all of them may */
  readonly start: (...call: object extends Args ? [args?: Args] : [args: Args]) => void;
  /** cancels the run there is; of one that is over the outcome is forgotten */
  readonly cancel: () => void;
}

/**
 * A task of the server: `start` subscribes to it, `cancel`, another `start` and the end of the component unsubscribe.
 *
 * `status` goes from `idle` to `running`, and from there to `done` (`result` is the task's last value), `failed` (`error` is a `RequestError`) or
 * `cancelled`. Without a line the start waits for one, unless `offline` says otherwise. A line that breaks cancels nothing. An original
 * server does not say that a task is over: there it stays `running` until it is cancelled, and a server that exposes its running tasks says so
 * in the state.
 *
 * @param key names the synced object; a `syncKey` brings the names, arguments and results of its tasks
 * @param name the task
 * @param options `onUnmount` ("cancel"), `offline` ("queue"), `timeout` in ms from sending on (none), `context`
 *
 * @example
 * const { start, cancel, status, result } = useTask(NOTES, "importFrom");
 * if (status === "running") return <button onClick={cancel}>Stop</button>;
 * return <button onClick={() => start({ url })}>{status === "done" ? `Imported ${result}` : "Import"}</button>;
 */
export function useTask<Tasks, Name extends ActionName<Tasks>>(
  key: SyncKey<unknown, unknown, Tasks>,
  name: Name,
  options?: TaskOptions,
): TaskControl<ActionArgs<Tasks, Name>, ActionResult<Tasks, Name>>;
/**
 * A task by bare names, with the types of its arguments and its result given: `useTask<{ url: string }, number>("NOTES", "importFrom")`.
 *
 * @param key names the synced object
 * @param name the task
 */
export function useTask<Args extends object = never, Result = unknown>(
  key: [Args] extends [never] ? never : string,
  name: string,
  options?: TaskOptions,
): TaskControl<Args, Result>;
export function useTask(key: string, name: string, options: TaskOptions = {}): TaskControl<object> {
  const { onUnmount = "cancel", offline, timeout } = options;
  const session = useSession(options);
  const runs = useMemo(() => {
    const asked = { ...(offline === undefined ? {} : { offline }), ...(timeout === undefined ? {} : { timeout }) };
    return new TaskSwitch((args: object) => task<unknown, string>(session, key, name, args, asked));
  }, [session, key, name, offline, timeout]);
  const state = useCurrent(runs.status$, () => runs.status, idle);
  useEffect(() => {
    if (onUnmount === "keep") return undefined;
    return () => runs.cancel();
  }, [runs, onUnmount]);
  const calls = useMemo(
    () => ({ start: (args: object = {}) => runs.start(args), cancel: () => runs.cancel() }),
    [runs],
  );
  return useMemo(() => ({ ...state, ...calls }), [state, calls]);
}

const IDLE: TaskState = { status: "idle" };
const idle = (): TaskState => IDLE;

import { useEffect, useMemo } from "react";
import { type ActionArgs, type ActionName, type SyncKey, task } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { TaskSwitch, type TaskState } from "./task-switch.ts";
import { useCurrent } from "./use-current.ts";
import { useSession } from "./use-session.ts";

/** What happens to a task whose component goes away. */
export interface TaskOptions extends HookOptions {
  /** `cancel` it, or `keep` it running without anybody here who could cancel it @default "cancel" */
  readonly onUnmount?: "cancel" | "keep";
}

/** A task and the functions that run it, which keep their identity for as long as session, key and name are the same. */
export interface TaskControl<Args> extends TaskState {
  /** cancels the run there is, and starts another; the arguments may be left out where all of them may */
  readonly start: (...call: object extends Args ? [args?: Args] : [args: Args]) => void;
  /** cancels the run there is; a failure is forgotten */
  readonly cancel: () => void;
}

/**
 * A task of the server: `start` subscribes to it, `cancel`, another `start` and the end of the component unsubscribe.
 *
 * `status` is `failed`, and `error` says why, when there was no line to start it on. It stays `running` until it is cancelled, since the
 * original protocol does not say that a task is over: a server that exposes its running tasks says so in the state. A line that breaks
 * cancels nothing.
 *
 * @param key names the synced object; a `syncKey` brings the names and arguments of its tasks
 * @param name the task
 *
 * @example
 * const { start, cancel, status } = useTask(NOTES, "importFrom");
 * return status === "running" ? <button onClick={cancel}>Stop</button> : <button onClick={() => start({ url })}>Import</button>;
 */
export function useTask<Tasks, Name extends ActionName<Tasks>>(
  key: SyncKey<unknown, unknown, Tasks>,
  name: Name,
  options?: TaskOptions,
): TaskControl<ActionArgs<Tasks, Name>>;
/**
 * A task by bare names, with the type of its arguments given: `useTask<{ url: string }>("NOTES", "importFrom")`.
 *
 * @param key names the synced object
 * @param name the task
 */
export function useTask<Args extends object = never>(
  key: [Args] extends [never] ? never : string,
  name: string,
  options?: TaskOptions,
): TaskControl<Args>;
export function useTask(key: string, name: string, options: TaskOptions = {}): TaskControl<object> {
  const { onUnmount = "cancel" } = options;
  const session = useSession(options);
  const runs = useMemo(
    () => new TaskSwitch((args: object) => task<unknown, string>(session, key, name, args)),
    [session, key, name],
  );
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

import { useCallback } from "react";
import { firstValueFrom } from "rxjs";
import { action, type ActionArgs, type ActionName, type ActionResult, type AskOptions, type SyncKey } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { useSession } from "./use-session.ts";

/** How the calls of a component are made, unless a call says otherwise. */
export interface ActionOptions extends HookOptions, Pick<AskOptions, "offline" | "timeout"> {}

/** Calls an action; the arguments may be left out where all of them may. What stands behind them is a payload, or how this one call is made. */
export type ActionCall<Args, Result = unknown> = (
  ...call: object extends Args
    ? [args?: Args, more?: Uint8Array | AskOptions]
    : [args: Args, more?: Uint8Array | AskOptions]
) => Promise<Result>;

/**
 * An action of the server, as a function that keeps its identity for as long as session, key, name and options are the same.
 *
 * Its promise resolves with the result once the server has done it, and rejects with `RequestError` when it has not: `code` says why, `issues`
 * what is wrong with the arguments. It settles whether or not the component is still there, as long as the provider is. Without a line the call waits for one, unless
 * `offline` says otherwise, and shows in `useSyncStatus`. An original server gives no answers: there it resolves with `undefined` once the call
 * is sent.
 *
 * @param key names the synced object; a `syncKey` brings the names, arguments and results of its actions
 * @param name the action
 * @param options `offline` ("queue"), `timeout` in ms from sending on (30,000), `context`; a call can have its own, and a `signal`
 *
 * @example
 * const rename = useAction(NOTES, "rename");
 * return <button onClick={() => void rename({ title: "" }).catch(report)}>Clear the title</button>;
 */
export function useAction<Actions, Name extends ActionName<Actions>>(
  key: SyncKey<unknown, Actions>,
  name: Name,
  options?: ActionOptions,
): ActionCall<ActionArgs<Actions, Name>, ActionResult<Actions, Name>>;
/**
 * An action by bare names, with the types of its arguments and its result given: `useAction<{ title: string }, number>("NOTES", "rename")`.
 *
 * @param key names the synced object
 * @param name the action
 */
export function useAction<Args extends object = never, Result = unknown>(
  key: [Args] extends [never] ? never : string,
  name: string,
  options?: ActionOptions,
): ActionCall<Args, Result>;
export function useAction(key: string, name: string, options: ActionOptions = {}): ActionCall<object> {
  const session = useSession(options);
  const { offline, timeout } = options;
  return useCallback(
    (args = {}, more = {}) => {
      const ours = { ...(offline === undefined ? {} : { offline }), ...(timeout === undefined ? {} : { timeout }) };
      const asked: AskOptions = { ...ours, ...(more instanceof Uint8Array ? { bytes: more } : more) };
      return firstValueFrom(action(session, key, name, args, asked), { defaultValue: undefined });
    },
    [session, key, name, offline, timeout],
  );
}

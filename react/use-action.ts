import { useCallback } from "react";
import { firstValueFrom } from "rxjs";
import { action, type ActionArgs, type ActionName, type SyncKey } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { useSession } from "./use-session.ts";

/** Calls an action; the arguments may be left out where all of them may. */
export type ActionCall<Args> = (
  ...call: object extends Args ? [args?: Args, bytes?: Uint8Array] : [args: Args, bytes?: Uint8Array]
) => Promise<unknown>;

/**
 * An action of the server, as a function that keeps its identity for as long as session, key and name are the same.
 *
 * Its promise resolves once the call is sent (the protocol's part A knows no answer) and rejects with `NotConnectedError` when there is no
 * line: nothing is sent later. It settles whether or not the component is still there.
 *
 * @param key names the synced object; a `syncKey` brings the names and arguments of its actions
 * @param name the action
 *
 * @example
 * const rename = useAction(NOTES, "rename");
 * return <button onClick={() => void rename({ title: "" }).catch(report)}>Clear the title</button>;
 */
export function useAction<Actions, Name extends ActionName<Actions>>(
  key: SyncKey<unknown, Actions>,
  name: Name,
  options?: HookOptions,
): ActionCall<ActionArgs<Actions, Name>>;
/**
 * An action by bare names, with the type of its arguments given: `useAction<{ title: string }>("NOTES", "rename")`.
 *
 * @param key names the synced object
 * @param name the action
 */
export function useAction<Args extends object = never>(
  key: [Args] extends [never] ? never : string,
  name: string,
  options?: HookOptions,
): ActionCall<Args>;
export function useAction(key: string, name: string, options: HookOptions = {}): ActionCall<object> {
  const session = useSession(options);
  return useCallback(
    (args = {}, bytes) =>
      firstValueFrom(action(session, key, name, args, bytes === undefined ? {} : { bytes }), {
        defaultValue: undefined,
      }),
    [session, key, name],
  );
}

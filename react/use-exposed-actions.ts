import { useObservable, useSubscription } from "observable-hooks";
import { useMemo } from "react";
import { map, mergeMap, of, withLatestFrom } from "rxjs";
import { actions, EventType, type Handlers, keyedType, type SyncKey } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { useSession } from "./use-session.ts";

/**
 * Lets the server call functions of this component, with the functions of the moment: they may be written inline.
 *
 * Each is called with the named arguments and a context: `bytes` of a binary call, and a `signal` that the end of the component aborts.
 * Own members of `handlers` are called and nothing else, whatever name the server sends. One that throws or rejects is reported to
 * `onError` of the provider.
 *
 * @param key names the synced object; a `syncKey` made for these calls brings their names and arguments
 * @param handlers by name of the action
 *
 * @example
 * useExposedActions("NOTES", { scrollTo: ({ id }: { id: string }) => document.getElementById(id)?.scrollIntoView() });
 */
export function useExposedActions<Actions>(
  key: SyncKey<unknown, Actions>,
  handlers: Handlers<NoInfer<Actions>>,
  options: HookOptions = {},
): void {
  const session = useSession(options);
  const handlers$ = useObservable((inputs$) => inputs$.pipe(map(([present]) => present)), [handlers]);
  const served$ = useMemo(
    () =>
      session.run(() =>
        session.on(keyedType(EventType.action, key)).pipe(
          withLatestFrom(handlers$),
          mergeMap(([event, present]) => of(event).pipe(actions<Actions>(key, present))),
        ),
      ),
    [session, key, handlers$],
  );
  useSubscription(served$);
}

import { useCallback, useSyncExternalStore } from "react";
import type { Observable } from "rxjs";

/**
 * Reads a value that a hot stream announces the changes of.
 *
 * Not `useObservableEagerState`: that one subscribes while it renders, so a render that is thrown away (or happens on a server) would
 * ask the other end for a state; it has no server snapshot; it shows the old stream's value for one commit after the stream was exchanged;
 * and components that read in different slices of one concurrent render would tear.
 *
 * @param changes$ emits whenever `current` may answer differently; never errors
 * @param current the present value, `===` while it is unchanged
 * @param first what a server renders and a page hydrates with
 */
export function useCurrent<T>(changes$: Observable<unknown>, current: () => T, first: () => T): T {
  const subscribe = useCallback(
    (changed: () => void) => {
      const subscription = changes$.subscribe(changed);
      return () => subscription.unsubscribe();
    },
    [changes$],
  );
  return useSyncExternalStore(subscribe, current, first);
}

import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Observable } from "rxjs";
import type { ExposedHandlers } from "./exposed-actions.ts";

/** A hook that registers handlers while a component is mounted. */
export function hookOfHandlers(register: (handlers: ExposedHandlers) => () => void) {
  return function useHandlers(handlers: ExposedHandlers): void {
    useEffect(() => register(handlers), [handlers]);
  };
}

/** A hook that answers a question with yes or no; yes on a server. */
export function hookOfAnswer(changes$: Observable<unknown>, answer: () => boolean) {
  return function useAnswer(): boolean {
    const subscribe = useCallback((changed: () => void) => {
      const watching = changes$.subscribe(changed);
      return () => watching.unsubscribe();
    }, []);
    return useSyncExternalStore(subscribe, answer, () => true);
  };
}

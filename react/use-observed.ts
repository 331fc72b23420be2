import { useState } from "react";
import type { SyncKey } from "ws-sync-rx";
import { selection } from "./selection.ts";
import type { HookOptions } from "./session-context.ts";
import { sharedCopy } from "./shared-copy.ts";
import { useCurrent } from "./use-current.ts";
import { useSyncedCopy } from "./use-synced-copy.ts";

/** How `useObserved` decides that a component has something new to show. */
export interface ObservedOptions<Selected> extends HookOptions {
  /** whether two selections show the same; the older one is kept then @default Object.is */
  readonly isEqual?: (before: Selected, after: Selected) => boolean;
}

/**
 * A server's state, to read: the component renders again when the state changes.
 *
 * @param key names the state; a `syncKey` brings its type, with a bare string it is that of `initial`
 * @param initial what is shown until the server's state comes in; the first one given for a key counts
 */
export function useObserved<State>(
  key: SyncKey<State>,
  initial: State,
  selector?: undefined,
  options?: HookOptions,
): State;
/**
 * A part of a server's state, to read: the component renders again only when that part changes.
 *
 * States are values whose unchanged parts keep their identity, so a selector that picks a part needs no `isEqual`; one that makes a new
 * object or list every time does.
 *
 * @param key names the state; a `syncKey` brings its type, with a bare string it is that of `initial`
 * @param initial what is shown until the server's state comes in; the first one given for a key counts
 * @param selector picks or computes the part, from the state alone or from what the component knows; it may be written inline
 *
 * @example
 * const count = useObserved(NOTES, NO_NOTES, ({ notes }) => notes.length);
 */
export function useObserved<State, Selected>(
  key: SyncKey<State>,
  initial: State,
  selector: (state: State) => Selected,
  options?: ObservedOptions<Selected>,
): Selected;
export function useObserved<State>(
  key: SyncKey<State>,
  initial: State,
  selector: (state: State) => unknown = whole,
  options: ObservedOptions<unknown> = {},
): unknown {
  const copy$ = useSyncedCopy(key, initial, options);
  const { first } = sharedCopy(copy$);
  const { isEqual = Object.is } = options;
  const [select] = useState(() => selection<State, unknown>());
  return useCurrent(
    copy$,
    () => select(copy$.value, selector, isEqual),
    () => select(first, selector, isEqual),
  );
}

const whole = <State>(state: State): State => state;

import { isRecord } from "../protocol/is-record.ts";

/**
 * A change to a state: members to replace, or a function from the present state to the next. A state that is no object is replaced by
 * the change itself.
 */
export type Change<S> = Partial<S> | ((state: S) => S);

/** The state with a change made; the state itself is not touched. */
export function changed<S>(state: S, change: Change<S>): S {
  if (isRecipe(change)) return change(state);
  return isRecord(state) && isRecord(change) ? { ...state, ...change } : (change as S);
}

function isRecipe<S>(change: Change<S>): change is (state: S) => S {
  return typeof change === "function";
}

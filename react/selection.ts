/** Picks a part of a state: computed anew for another state or another selector only, and the one before is kept when it is equal. */
export type Selection<State, Selected> = (
  state: State,
  selector: (state: State) => Selected,
  isEqual: (before: Selected, after: Selected) => boolean,
) => Selected;

/** Makes a selection that remembers its last answer, so that an inline selector costs one call per render and keeps identities. */
export function selection<State, Selected>(): Selection<State, Selected> {
  let last: { readonly state: State; readonly selector: unknown; readonly selected: Selected } | undefined;
  return (state, selector, isEqual) => {
    if (last !== undefined && Object.is(last.state, state) && last.selector === selector) return last.selected;
    const computed = selector(state);
    const selected = last !== undefined && isEqual(last.selected, computed) ? last.selected : computed;
    last = { state, selector, selected };
    return selected;
  };
}

import { create, type Draft } from "mutative";

/** A recipe that is still at work when it returns: what it does later would be lost. */
export class AsyncRecipeError extends TypeError {
  override readonly name = "AsyncRecipeError";

  constructor() {
    super("A recipe of draft() must be done when it returns: await what it needs first, then make the change.");
  }
}

/**
 * A change that is written as if the state could be changed in place: `copy.write(draft((notes) => { notes.list.push("x"); }))`. It is run again on every
 * state that it has to be made on, so it must do nothing else.
 *
 * ```
 * before   { a: A, list: L }
 * recipe   list.push("x")
 * after    { a: A, list: L' }      A is the same object; a recipe that changes nothing gives `before` itself
 * ```
 *
 * @param recipe changes the draft it is given; what it returns is not looked at
 * @returns what `write` and `set` take; it throws what the recipe throws, and the state is then what it was
 * @throws AsyncRecipeError when run, where the recipe returns a promise
 */
export function draft<S extends object>(recipe: (state: Draft<S>) => void): (state: S) => S {
  const run: (state: Draft<S>) => unknown = recipe;
  return (state) =>
    create(state, (drafted) => {
      const returned = run(drafted);
      if (returned instanceof Promise) throw new AsyncRecipeError();
    });
}

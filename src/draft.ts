/**
 * Changes of a state, written as if it could be changed in place.
 *
 * @module
 */
export { AsyncRecipeError, draft } from "./draft/draft.ts";
export type { Draft } from "mutative";

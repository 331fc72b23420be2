import { createPatch } from "./create-patch.ts";
import type { PatchOperation } from "./operation.ts";
import { normalise } from "./snapshot.ts";

/** One step of a state on its way: the whole of it, or what has changed since the step before. */
export type Update<S> =
  | { readonly kind: "snapshot"; readonly state: S }
  | { readonly kind: "delta"; readonly operations: readonly PatchOperation[] };

/** Finds operations that turn one state into another; a `replace` of `""` stands for the whole state. */
export type Differ = (before: unknown, after: unknown) => PatchOperation[];

/**
 * The first step: the state itself when it is plain JSON, else what `JSON.stringify` would write.
 *
 * @throws NonJsonError when it has no JSON
 */
export function snapshotOf<S>(state: S): Update<S> {
  return { kind: "snapshot", state: normalise(state) as S };
}

/**
 * The step from one state to the next: nothing when they say the same, a snapshot where a delta would be larger.
 *
 * @throws NonJsonError when a value to be sent has no JSON
 */
export function updateOf<S>(before: S, after: S, differ: Differ = createPatch): Update<S> | undefined {
  const operations = differ(before, after);
  const first = operations[0];
  if (first === undefined) return undefined;
  // a differ replaces the whole state when that is smaller
  return first.path === "" ? snapshotOf(after) : { kind: "delta", operations };
}

import { defer, filter, map, type OperatorFunction } from "rxjs";
import { applyPatch } from "./apply-patch.ts";
import { createPatch, type DiffOptions } from "./create-patch.ts";
import type { PatchOperation } from "./operation.ts";
import { PatchError } from "./patch-error.ts";
import { snapshotOf, updateOf, type Update } from "./update.ts";

export type { Update } from "./update.ts";

/** A delta has the operations of RFC 6902 only. */
type RfcOptions = DiffOptions & { readonly text?: false };

/**
 * Sends a state as what has changed.
 *
 * The first value is a snapshot `S`, later ones are deltas `D`. Equal states send nothing, and what would be larger as a delta is
 * a snapshot again.
 *
 * ```
 * source  a--b--b--c--|
 * diff()  S--D-----D--|
 * ```
 *
 * States are values: one that was changed in place is not seen to have changed (use `snapshot` on it first).
 *
 * @param options `moves` and `rowKeys`, as for `createPatch`
 * @throws NonJsonError as an error of the stream, when a state holds what JSON cannot carry
 */
export function diff<S>(options?: RfcOptions): OperatorFunction<S, Update<S>> {
  const differ = options && ((before: unknown, after: unknown) => createPatch(before, after, options));
  return (source$) =>
    defer(() => {
      let former: { readonly state: S } | undefined;
      return source$.pipe(
        map((state) => {
          const update = former === undefined ? snapshotOf(state) : updateOf(former.state, state, differ);
          former = { state };
          return update;
        }),
        filter((update) => update !== undefined),
      );
    });
}

/**
 * Puts a state together again: the inverse of `diff`. Parts that did not change keep their identity.
 *
 * ```
 * source   S--D-----D--|
 * patch()  a--b-----c--|
 * ```
 *
 * @throws PatchError as an error of the stream: a delta that does not fit, or `NO_SNAPSHOT` when one comes first
 */
export function patch<S>(): OperatorFunction<Update<S>, S> {
  return (source$) =>
    defer(() => {
      let former: { readonly state: S } | undefined;
      return source$.pipe(
        map((update) => {
          former = { state: update.kind === "snapshot" ? update.state : applyDelta(former, update.operations) };
          return former.state;
        }),
      );
    });
}

function applyDelta<S>(former: { readonly state: S } | undefined, operations: readonly PatchOperation[]): S {
  if (former !== undefined) return applyPatch(former.state, operations);
  throw new PatchError("NO_SNAPSHOT", "cannot be changed before it has come as a snapshot", "", -1);
}

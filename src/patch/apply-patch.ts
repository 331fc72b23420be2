import { applyOperation } from "./apply-operation.ts";
import { Copies } from "./copies.ts";
import type { PatchOperation } from "./operation.ts";
import { PatchError } from "./patch-error.ts";

/**
 * The state after a patch: all of RFC 6902, and our text operations.
 *
 * All or nothing: a patch that does not fit throws and leaves no trace. The former state is never written to; only the
 * containers along the pointers are copied, and every untouched part keeps its identity.
 *
 * A pointer reaches own members and list elements only. Indexes are canonical (`0|[1-9]\d*`) and within the list, `-` is the
 * end for `add`. `__proto__`, `constructor` and `prototype` are refused in every position, even where the state holds such a
 * member: a copy made by assignment further on would reach a prototype. `createPatch` never writes them.
 *
 * @param state any JSON value, never changed
 * @param operations never changed; the new state shares the values in it
 * @returns the same reference when nothing changes
 * @throws PatchError with the `code`, `path` and `index` of the operation at fault
 */
export function applyPatch<S>(state: S, operations: readonly PatchOperation[]): S {
  if (!Array.isArray(operations)) throw new PatchError("BAD_OPERATION", "a patch is an array of operations", "", -1);
  const copies = new Copies(operations.length > 1);
  let next: unknown = state;
  for (let index = 0; index < operations.length; index += 1) {
    next = applyOperation(next, operations[index] as PatchOperation, index, copies);
  }
  return next as S;
}

import { applyPatch } from "./apply-patch.ts";
import { target, valueAt } from "./locate.ts";
import type { Operation, PatchOperation, TextOperation } from "./operation.ts";

/**
 * The same patch for peers that know RFC 6902 only: each text operation becomes a `replace` by the text it leads to.
 *
 * @param state what the patch applies to
 * @returns the same array when it has no text operations
 * @throws PatchError when the patch does not fit the state
 */
export function toReplace(state: unknown, operations: readonly PatchOperation[]): readonly Operation[] {
  if (operations.every(isPlainOperation)) return operations;
  const plain: Operation[] = [];
  let current = state;
  let former: PatchOperation | undefined;
  for (const [index, operation] of operations.entries()) {
    current = applyPatch(current, [operation]);
    if (isPlainOperation(operation)) {
      plain.push(operation);
    } else {
      const value = valueAt(current, target(operation.path, "path", index));
      // What was taken out and what was put in arrive as one.
      if (former !== undefined && !isPlainOperation(former) && former.path === operation.path) plain.pop();
      plain.push({ op: "replace", path: operation.path, value });
    }
    former = operation;
  }
  return plain;
}

function isPlainOperation(operation: PatchOperation): operation is Exclude<PatchOperation, TextOperation> {
  return operation.op !== "str_ins" && operation.op !== "str_del";
}

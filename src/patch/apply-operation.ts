import type { Copies } from "./copies.ts";
import { equal } from "./equal.ts";
import { isContainer } from "./json-value.ts";
import { target, valueAt, type Target } from "./locate.ts";
import type { PatchOperation } from "./operation.ts";
import { PatchError } from "./patch-error.ts";
import { addTo, removeFrom, replaceIn } from "./edits.ts";
import { applyText } from "./apply-text.ts";
import { edit } from "./edit-path.ts";

/**
 * The state after one operation (RFC 6902, section 4).
 *
 * @param index position of the operation in its patch, for errors
 * @throws PatchError
 */
export function applyOperation(state: unknown, operation: PatchOperation, index: number, copies: Copies): unknown {
  if (!isContainer(operation)) throw new PatchError("BAD_OPERATION", "is no operation", "", index);
  const { op } = operation;
  const to = target(operation.path, "path", index);
  switch (op) {
    case "add":
      return edit(state, to, valueOf(operation, to), copies, addTo);
    case "remove":
      return edit(state, to, undefined, copies, removeFrom);
    case "replace":
      return edit(state, to, valueOf(operation, to), copies, replaceIn);
    case "test":
      if (equal(valueAt(state, to), valueOf(operation, to))) return state;
      throw new PatchError("TEST_FAILED", "holds another value than the test expects", to.path, index);
    case "copy": {
      const value = valueAt(state, target(operation.from, "from", index));
      copies.share();
      return edit(state, to, value, copies, addTo);
    }
    case "move":
      return move(state, target(operation.from, "from", index), to, copies);
    case "str_ins":
    case "str_del":
      return edit(state, to, applyText(valueAt(state, to), operation, index), copies, replaceIn);
    default:
      throw new PatchError("BAD_OPERATION", `has an unknown op ${JSON.stringify(op)}`, to.path, index);
  }
}

/** A value that is missing is not the same as `null` (RFC 6902, section 4.1). */
function valueOf(operation: { value?: unknown }, { path, index }: Target): unknown {
  if (operation.value !== undefined) return operation.value;
  throw new PatchError("BAD_OPERATION", "has no value", path, index);
}

/** > The "from" location MUST NOT be a proper prefix of the "path" location (RFC 6902, section 4.4). */
function move(state: unknown, from: Target, to: Target, copies: Copies): unknown {
  const value = valueAt(state, from);
  if (from.path === to.path) return state;
  if (to.path.startsWith(`${from.path}/`)) {
    throw new PatchError(
      "BAD_OPERATION",
      `cannot be moved into itself, to ${JSON.stringify(to.path)}`,
      from.path,
      from.index,
    );
  }
  return edit(edit(state, from, undefined, copies, removeFrom), to, value, copies, addTo);
}

import { applyPatch } from "../patch/apply-patch.ts";
import type { PatchOperation } from "../patch/operation.ts";
import { PatchError } from "../patch/patch-error.ts";
import { formatPointer } from "../patch/pointer.ts";
import { isRecord } from "../protocol/is-record.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";

/** A change asked for by the other end: some operations, or members to set. */
export interface Write {
  readonly kind: "patch" | "set";
  /** of a `_SET`, one `add` per member, or one `replace` of the root when it is no object */
  readonly operations: readonly PatchOperation[];
  /**
   * The state with the change made; `state` itself is not touched. A `_SET` that is an object replaces the members it has and leaves the
   * others, since an original client may send only some (PROTOCOL.md, "`_SET`").
   *
   * @throws PatchError when an operation does not fit
   */
  applyTo<S>(state: S): S;
}

/**
 * Reads a `_PATCH` or `_SET` event.
 *
 * @throws PatchError `BAD_OPERATION` when the data of a `_PATCH` is no list of operations
 */
export function writeOf(event: SyncEvent): Write {
  return event.type.startsWith(`${EventType.set}:`) ? setWrite(event.data) : patchWrite(event.data);
}

function patchWrite(data: unknown): Write {
  if (!Array.isArray(data)) throw new PatchError("BAD_OPERATION", "is no list of operations", "", -1);
  const operations = data.map(operationOf);
  return { kind: "patch", operations, applyTo: (state) => applyPatch(state, operations) };
}

/** Only the outer form: what an operation may ask for is the matter of the policy, whether it fits that of `applyPatch`. */
function operationOf(value: unknown, index: number): PatchOperation {
  if (isRecord(value) && typeof value["op"] === "string" && typeof value["path"] === "string") {
    const moves = value["op"] === "move" || value["op"] === "copy";
    if (!moves || typeof value["from"] === "string") return value as object as PatchOperation;
  }
  throw new PatchError("BAD_OPERATION", "is no operation with op, path and from as texts", "", index);
}

function setWrite(data: unknown): Write {
  const whole: readonly PatchOperation[] = [{ op: "replace", path: "", value: data }];
  if (!isRecord(data)) return { kind: "set", operations: whole, applyTo: (state) => applyPatch(state, whole) };
  const members: readonly PatchOperation[] = Object.entries(data).map(([name, value]) => ({
    op: "add",
    path: formatPointer([name]),
    value,
  }));
  return {
    kind: "set",
    operations: members,
    applyTo: (state) => applyPatch(state, isRecord(state) ? members : whole),
  };
}

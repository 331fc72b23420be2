import { applyPatch } from "../patch/apply-patch.ts";
import type { PatchOperation } from "../patch/operation.ts";
import { PatchError } from "../patch/patch-error.ts";
import { formatPointer } from "../patch/pointer.ts";
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
  const operations: readonly PatchOperation[] = data;
  return { kind: "patch", operations, applyTo: (state) => applyPatch(state, operations) };
}

function setWrite(data: unknown): Write {
  const whole: readonly PatchOperation[] = [{ op: "replace", path: "", value: data }];
  if (!isObject(data)) return { kind: "set", operations: whole, applyTo: (state) => applyPatch(state, whole) };
  const members: readonly PatchOperation[] = Object.entries(data).map(([name, value]) => ({
    op: "add",
    path: formatPointer([name]),
    value,
  }));
  return {
    kind: "set",
    operations: members,
    applyTo: (state) => applyPatch(state, isObject(state) ? members : whole),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { PatchOperation } from "../patch/operation.ts";
import { PatchError } from "../patch/patch-error.ts";
import { parsePointer } from "../patch/pointer.ts";
import { isRecord } from "../protocol/is-record.ts";
import type { Write } from "./write.ts";

/** What clients may ask for. */
export interface WritePolicy {
  /** kinds of operations; `move` and `copy` are left out because twenty `copy` can make a megabyte of a few bytes @default add, remove, replace, test, str_ins, str_del */
  readonly kinds?: readonly PatchOperation["op"][];
  /** whether an operation may replace the whole state @default false */
  readonly root?: boolean;
  /** how many operations one write may have @default 256 */
  readonly operations?: number;
  /** how deep a path may go @default 32 */
  readonly depth?: number;
  /** whether the member at this path may be written @default every path */
  readonly allow?: (path: readonly string[]) => boolean;
}

/**
 * Takes from clients what the original takes: every kind of operation, and patches of the whole state. Unsafe: twenty `copy` can make a
 * megabyte of a few bytes, so only where all clients are trusted.
 */
export const UNSAFE_ORIGINAL_WRITES: WritePolicy = {
  kinds: ["add", "remove", "replace", "test", "move", "copy", "str_ins", "str_del"],
  root: true,
  operations: 10_000,
  depth: 128,
};

const KINDS: readonly PatchOperation["op"][] = ["add", "remove", "replace", "test", "str_ins", "str_del"];

/**
 * Checks a write against a policy, before it is applied to `state`.
 *
 * @throws PatchError `FORBIDDEN_PATH` or `BAD_OPERATION`, with the index of the operation
 */
export function checkWrite(write: Write, policy: WritePolicy, state: unknown): void {
  const { kinds = KINDS, root = false, operations: most = 256, depth = 32, allow = () => true } = policy;
  if (write.operations.length > most)
    throw new PatchError("BAD_OPERATION", `has more than ${most} operations`, "", most);
  write.operations.forEach((operation, index) => {
    if (write.kind === "patch" && !kinds.includes(operation.op)) {
      throw new PatchError(
        "BAD_OPERATION",
        `asks for "${operation.op}", which is not accepted here`,
        operation.path,
        index,
      );
    }
    const moves = operation.op === "move" || operation.op === "copy";
    for (const pointer of moves ? [operation.path, operation.from] : [operation.path]) {
      const path = parsePointer(pointer);
      if (path.length === 0 && !root && (write.kind === "patch" || isRecord(state))) {
        throw new PatchError("FORBIDDEN_PATH", "is the whole state, which may not be replaced here", pointer, index);
      }
      if (path.length > depth) throw new PatchError("FORBIDDEN_PATH", `is deeper than ${depth}`, pointer, index);
      if (!allow(path)) throw new PatchError("FORBIDDEN_PATH", "is read-only", pointer, index);
    }
  });
}

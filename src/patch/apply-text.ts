import type { TextOperation } from "./operation.ts";
import { PatchError } from "./patch-error.ts";

/**
 * The text after `str_ins` or `str_del`.
 *
 * @throws PatchError `BAD_OPERATION` when there is no text or the operation is malformed, `BAD_INDEX` when it reaches beyond the
 * text or cuts a surrogate pair in two
 */
export function applyText(text: unknown, operation: TextOperation, index: number): string {
  const { path, pos } = operation;
  if (typeof text !== "string") throw new PatchError("BAD_OPERATION", "is no text", path, index);
  if (!isCount(pos)) throw new PatchError("BAD_OPERATION", "has no pos", path, index);
  if (operation.op === "str_ins") {
    if (typeof operation.str !== "string") throw new PatchError("BAD_OPERATION", "has no str", path, index);
    checkCut(text, pos, path, index);
    return text.slice(0, pos) + operation.str + text.slice(pos);
  }
  if (!isCount(operation.len)) throw new PatchError("BAD_OPERATION", "has no len", path, index);
  checkCut(text, pos, path, index);
  checkCut(text, pos + operation.len, path, index);
  return text.slice(0, pos) + text.slice(pos + operation.len);
}

/** True where a text would be cut between the two halves of a character beyond U+FFFF. */
export function splitsPair(text: string, pos: number): boolean {
  if (pos <= 0 || pos >= text.length) return false;
  return (text.charCodeAt(pos - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(pos) & 0xfc00) === 0xdc00;
}

function checkCut(text: string, pos: number, path: string, index: number): void {
  if (pos > text.length) throw new PatchError("BAD_INDEX", `: ${pos} is beyond a text of ${text.length}`, path, index);
  if (splitsPair(text, pos)) throw new PatchError("BAD_INDEX", `: ${pos} splits a surrogate pair`, path, index);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

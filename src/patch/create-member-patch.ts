import { createPatch } from "./create-patch.ts";
import { isForbidden } from "./forbidden.ts";
import type { DiffOptions } from "./diff-options.ts";
import type { PatchOperation } from "./operation.ts";
import { escapeToken } from "./pointer.ts";
import { normalise } from "./snapshot.ts";

/**
 * As `createPatch`, but member by member: between two objects it never replaces the whole, even where that is smaller.
 *
 * @param before a JSON value, never changed
 * @param after a JSON value, never changed; the patch shares its parts
 * @throws NonJsonError when a value to be sent has no JSON
 */
export function createMemberPatch(before: unknown, after: unknown, options: DiffOptions = {}): PatchOperation[] {
  if (before === after) return [];
  if (!hasMembers(before) || !hasMembers(after)) return createPatch(before, after, options);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  if (names.some(isForbidden)) return createPatch(before, after, options);
  return names.flatMap((name): PatchOperation[] => {
    const place = `/${escapeToken(name)}`;
    const [had, has] = [hasValue(before, name), hasValue(after, name)];
    if (!has) return had ? [{ op: "remove", path: place }] : [];
    if (!had) return [{ op: "add", path: place, value: normalise(after[name]) }];
    return createPatch(before[name], after[name], options).map((operation) => moved(operation, place));
  });
}

function moved(operation: PatchOperation, place: string): PatchOperation {
  const path = place + operation.path;
  return "from" in operation ? { ...operation, path, from: place + operation.from } : { ...operation, path };
}

function hasMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** As JSON sees it: a member that is `undefined` is absent. */
function hasValue(value: Record<string, unknown>, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== undefined;
}

import type { DiffOptions } from "./diff-options.ts";
import { DiffWalk } from "./diff-walk.ts";
import type { Operation, PatchOperation } from "./operation.ts";

export type { DiffOptions } from "./diff-options.ts";

/**
 * The operations of RFC 6902 that turn one state into another.
 *
 * What is `===` is not looked at, so states that share their unchanged parts are compared in the time their difference takes.
 * The patch is never larger than replacing the state, and no pointer in it ever names `__proto__`, `constructor` or
 * `prototype`: the object around such a member is replaced. Values go in as `JSON.stringify` would write them.
 *
 * @param before a JSON value, never changed
 * @param after a JSON value, never changed; the patch shares its parts
 * @returns `[]` when both say the same; a single `replace` of `""` when everything is different
 * @throws NonJsonError when a value to be sent has no JSON
 */
export function createPatch(
  before: unknown,
  after: unknown,
  options?: DiffOptions & { readonly text?: false },
): Operation[];
export function createPatch(before: unknown, after: unknown, options: DiffOptions): PatchOperation[];
export function createPatch(before: unknown, after: unknown, options: DiffOptions = {}): PatchOperation[] {
  if (before === after) return [];
  const walk = new DiffWalk(options);
  walk.run(before, after);
  return walk.writer.operations;
}

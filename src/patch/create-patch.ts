import type { DiffOptions } from "./diff-options.ts";
import { DiffWalk } from "./diff-walk.ts";
import { byteLength } from "./json-size.ts";
import type { Operation, PatchOperation } from "./operation.ts";

export type { DiffOptions } from "./diff-options.ts";

/**
 * The operations of RFC 6902 that turn one state into another.
 *
 * What is `===` is not looked at, so states that share their unchanged parts are compared in the time their difference takes.
 * The patch is never larger than replacing the state, and no pointer in it ever names `__proto__`, `constructor` or
 * `prototype`: the object around such a member is replaced. Values go in as `JSON.stringify` would write them.
 *
 * With `moves` a row that has travelled within its list, or a member that has taken another name, is moved:
 *
 * ```
 * before   A  B  C  D             without   remove /1          with   move /1 to /3
 * after    A  C  D  B'                      add /3 B'                 replace /3/title, which was edited as well
 * ```
 *
 * The patch is then worked out both ways, and the smaller one taken. A list put in a wholly new order gives about as many moves as
 * it has rows, and whoever applies them shifts the list as often.
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
  const { writer, memory } = new DiffWalk(options).run(before, after);
  if (!memory.travelled) return writer.operations;
  const plain = new DiffWalk({ ...options, moves: false }).run(before, after).writer.operations;
  return sizeOf(plain) < sizeOf(writer.operations) ? plain : writer.operations;
}

function sizeOf(operations: readonly PatchOperation[]): number {
  return byteLength(JSON.stringify(operations));
}

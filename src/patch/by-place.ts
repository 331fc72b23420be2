import type { Mark, Walk } from "./walk.ts";

/** Lists this short are also compared place by place, unless there is as little to write as this many bytes. */
const SHORT = 64;
const LITTLE = 120;

/**
 * Writes rows place by place instead of what was written since `mark`, when that is smaller.
 *
 * Rows that look alike may take less when each becomes the one at its place, though none of them stays; and keys that occur
 * more than once may have matched the wrong ones.
 *
 * @param done false when what was written has turned out larger than the list
 * @returns whether what is now written may be kept
 */
export function preferByPlace(
  walk: Walk,
  mark: Mark,
  done: boolean,
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  endBefore: number,
  endAfter: number,
): boolean {
  const written = done ? walk.writer.bytes - mark.bytes : Infinity;
  if (written < LITTLE || Math.max(before.length, after.length) > SHORT) return done;
  const write = () => writeByPlace(walk, before, after, head, endBefore, endAfter);
  const byPlace = walk.cost(write);
  if (byPlace === undefined || byPlace >= written) return done;
  walk.undo(mark);
  write();
  return true;
}

function writeByPlace(
  walk: Walk,
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  endBefore: number,
  endAfter: number,
): void {
  const shorter = Math.min(endBefore, endAfter);
  for (let i = endBefore - 1; i >= shorter; i -= 1) walk.writer.remove(i);
  for (let j = shorter; j < endAfter; j += 1) walk.writer.add(j, after[j]);
  for (let j = head; j < shorter; j += 1) walk.visit(j, before[j], after[j]);
}

import { preferByPlace } from "./by-place.ts";
import { commonHead, commonTail } from "./common-ends.ts";
import { equal } from "./equal.ts";
import { planRows } from "./plan-rows.ts";
import { rowKey } from "./row-key.ts";
import type { Walk } from "./walk.ts";
import { writeRows } from "./write-rows.ts";

/** So many rows that are only added, or only removed, are written without a plan. */
const FEW = 16;

/**
 * Writes the difference of two lists.
 *
 * ```
 * before   a  b  c  d  e  f  g           1. rows at both ends that are the same are left alone (a, b, g)
 * after    a  b  X  d' E  g              2. the middle is matched: what keeps its order stays (d, edited to d')
 *                                        3. between two that stay, one gone and one new are a change in place (c to X, e to E)
 * middle         c  d  e  f              4. what else is gone is removed, from the end (f)
 *                ~  |  ~  -              5. what else is new is added, from the start
 *                X  d' E                 6. last, what stayed and was edited is compared (d with d')
 * ```
 *
 * Rows are the same by identity, else by key, else by content. With the option `moves` a row that is gone in one place and
 * new in another is moved there, in step 5. Removing from the end and adding from the start makes each index right when its turn
 * comes; comparing last makes the pointers inside rows those of the new list. All of it takes O(n log n) for lists of n nodes.
 *
 * @returns false when replacing the whole list is surely smaller
 */
export function diffArray(walk: Walk, before: readonly unknown[], after: readonly unknown[]): boolean {
  const shift = after.length - before.length;
  let head = commonHead(before, after);
  let end = after.length - commonTail(before, after, head);

  if (end - head === 1 && shift === 0) {
    walk.visit(head, before[head], after[head]);
    return true;
  }
  const names = walk.rowKeys();
  const same = (was: unknown, now: unknown) => was === now || isSameRow(walk, names, was, now);
  // Where no identity tells, most rows are still the same at both ends: looking for them there is the cheapest way.
  const start = head;
  const stop = end;
  while (head < end && head < end - shift && same(before[head], after[head])) head += 1;
  while (end > head && end - shift > head && same(before[end - shift - 1], after[end - 1])) end -= 1;

  const mark = walk.mark();
  if (!diffMiddle(walk, names, before, after, head, end - shift, end, same)) return false;
  const middle = walk.writer.bytes;
  for (let j = start; j < head; j += 1) visitEdited(walk, names, j, before[j], after[j]);
  for (let j = end; j < stop; j += 1) visitEdited(walk, names, j, before[j - shift], after[j]);
  if (walk.writer.bytes === middle) return true;
  return preferByPlace(walk, mark, true, before, after, start, stop - shift, stop);
}

function diffMiddle(
  walk: Walk,
  names: readonly string[],
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  endBefore: number,
  endAfter: number,
  same: (was: unknown, now: unknown) => boolean,
): boolean {
  if (endBefore === head && endAfter - head < FEW) {
    for (let j = head; j < endAfter; j += 1) walk.writer.add(j, after[j]);
    return true;
  }
  if (endAfter === head && endBefore - head < FEW) {
    for (let i = endBefore - 1; i >= head; i -= 1) walk.writer.remove(i);
    return true;
  }
  const plan = planRows(walk, names, before.slice(head, endBefore), after.slice(head, endAfter), head, same);
  const mark = walk.mark();
  const done = writeRows(walk, before, after, head, endBefore, plan);
  return preferByPlace(walk, mark, done, before, after, head, endBefore, endAfter);
}

/** Rows that are not identical: the same when they have one key, or, without any key, say the same. */
function isSameRow(walk: Walk, names: readonly string[], was: unknown, now: unknown): boolean {
  const key = rowKey(was, names);
  return key === undefined ? equal(was, now, walk.memory.different) : key === rowKey(now, names);
}

/** Compares what is the same row by its key, and may have been edited. */
function visitEdited(walk: Walk, names: readonly string[], token: number, was: unknown, now: unknown): void {
  if (was !== now && rowKey(was, names) !== undefined && !equal(was, now, walk.memory.different)) {
    walk.visit(token, was, now);
  }
}

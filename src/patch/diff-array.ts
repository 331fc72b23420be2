import { equal } from "./equal.ts";
import { matchRows } from "./match-rows.ts";
import { replaceSize } from "./patch-writer.ts";
import { rowKey } from "./row-key.ts";
import { rowSymbols } from "./row-symbols.ts";
import type { Walk } from "./walk.ts";

/**
 * Writes the difference of two lists.
 *
 * ```
 * before   a  b  c  d  e  f  g           1. rows at both ends that are the same are left alone
 * after    a  b  X  e  d' g                 (the same key and other content: compared in place)
 *                                        2. the middle is matched: what keeps its order stays (d)
 * middle         c  d  e  f              3. between two that stay, one gone and one new are a change in place (c, X)
 *                ~  |  -  -              4. what is left is removed, from the end (f, then e)
 *                X  d' e                 5. or added, from the start (e)
 *                ~  |  +                 6. last, what stayed and was edited is compared (d, d')
 * ```
 *
 * Rows are the same by identity, else by key, else by content (`rowSymbols`). Removing from the end and adding from the start
 * makes each index right when its turn comes; comparing last makes the pointers inside rows those of the new list. All of it
 * takes O(n log n) for lists of n nodes.
 *
 * @returns false when replacing the whole list is surely smaller
 */
export function diffArray(walk: Walk, before: readonly unknown[], after: readonly unknown[]): boolean {
  const names = walk.rowKeys();
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter) {
    const was = before[head];
    const now = after[head];
    if (was !== now && !equal(was, now, walk.memory.different)) {
      if (!isSameRow(was, now, names)) break;
      walk.visit(head, was, now);
    }
    head += 1;
  }
  if (head === before.length && head === after.length) return true;

  const shift = after.length - before.length;
  const edited: number[] = [];
  let end = after.length;
  while (end > head && end - shift > head) {
    const was = before[end - shift - 1];
    const now = after[end - 1];
    if (was !== now && !equal(was, now, walk.memory.different)) {
      if (!isSameRow(was, now, names)) break;
      edited.push(end - 1);
    }
    end -= 1;
  }

  const budget = new Budget(walk, after);
  if (!diffMiddle(walk, before, after, head, end - shift, end, budget)) return false;
  for (const j of edited) walk.visit(j, before[j - shift], after[j]);
  return true;
}

function isSameRow(was: unknown, now: unknown, names: readonly string[]): boolean {
  const key = rowKey(was, names);
  return key !== undefined && key === rowKey(now, names);
}

/** Writes the difference of the rows from `head` up to `endBefore` and `endAfter`. */
function diffMiddle(
  walk: Walk,
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  endBefore: number,
  endAfter: number,
  budget: Budget,
): boolean {
  const { writer } = walk;
  const rows = partners(walk, before.slice(head, endBefore), after.slice(head, endAfter));
  const stays = new Uint8Array(endBefore - head);
  for (const i of rows) if (i >= 0) stays[i] = 1;
  for (let i = stays.length - 1; i >= 0; i -= 1) {
    if (stays[i] === 1) continue;
    writer.remove(head + i);
    if (budget.isSpent()) return false;
  }
  for (let j = 0; j < rows.length; j += 1) {
    if (rows[j]! >= 0) continue;
    writer.add(head + j, after[head + j]);
    if (budget.isSpent()) return false;
  }
  for (let j = 0; j < rows.length; j += 1) {
    const i = rows[j]!;
    if (i < 0 || before[head + i] === after[head + j]) continue;
    walk.visit(head + j, before[head + i], after[head + j]);
    if (budget.isSpent()) return false;
  }
  return true;
}

/** For each row of the middle of `after` the row of `before` that is turned into it in its place, or -1. */
function partners(walk: Walk, before: readonly unknown[], after: readonly unknown[]): Int32Array {
  if (before.length === 0 || after.length === 0) return new Int32Array(after.length).fill(-1);
  if (before.length === 1 && after.length === 1) return new Int32Array(1);
  const rows = matchRows(rowSymbols(before, after, walk.rowKeys(), walk.memory));
  let firstFree = 0;
  let gap = 0;
  for (let j = 0; j <= rows.length; j += 1) {
    const i = j < rows.length ? rows[j]! : before.length;
    if (i < 0) continue;
    // Between two rows that stay: the first gone becomes the first new, and so on.
    while (gap < j && firstFree < i) rows[gap++] = firstFree++;
    gap = j + 1;
    firstFree = i + 1;
  }
  return rows;
}

/** Tells when what was written about a list has become larger than the list. */
class Budget {
  /** The list is measured when this many bytes are written, and only as far as the answer needs. */
  private nextLook = 1_024;
  private readonly start: number;

  constructor(
    private readonly walk: Walk,
    private readonly list: readonly unknown[],
  ) {
    this.start = walk.writer.bytes;
  }

  isSpent(): boolean {
    const { writer } = this.walk;
    const bytes = writer.bytes - this.start;
    if (bytes < this.nextLook) return false;
    const whole = replaceSize(writer.path(), this.list, 4 * bytes);
    this.nextLook = Math.min(whole, 4 * bytes);
    return whole < bytes;
  }
}

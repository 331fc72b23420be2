import { equal } from "./equal.ts";
import { jsonSize } from "./json-size.ts";
import { replaceSize } from "./patch-writer.ts";
import type { Walk } from "./walk.ts";

/** Changed rows from which on it is worth guessing, from a few of them, whether replacing the whole list is smaller. */
const MANY = 64;
const SAMPLES = 16;
/** About how many bytes an operation takes beside its value. */
const OPERATION = 40;

/**
 * Writes how the rows of `before` from `head` up to `end` become those that `rows` tells.
 *
 * @param rows for each row of the new middle the row of the old middle that becomes it, ascending, or -1 for a new one
 * @returns false when replacing the whole list is surely smaller
 */
export function writeRows(
  walk: Walk,
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  end: number,
  rows: Int32Array,
): boolean {
  const stays = new Uint8Array(end - head);
  const changed: number[] = [];
  let gone = stays.length;
  for (let j = 0; j < rows.length; j += 1) {
    const i = rows[j]!;
    if (i >= 0) {
      stays[i] = 1;
      gone -= 1;
    }
    const now = after[head + j];
    if (i < 0 || (before[head + i] !== now && !equal(before[head + i], now, walk.memory.different))) changed.push(j);
  }
  if (
    changed.length > MANY &&
    guess(walk, before, after, head, rows, changed) + gone * OPERATION > wholeSize(walk, after)
  ) {
    return false;
  }
  const budget = new Budget(walk, after);
  for (let i = stays.length - 1; i >= 0; i -= 1) {
    if (stays[i] === 1) continue;
    walk.writer.remove(head + i);
    if (budget.isSpent()) return false;
  }
  for (const j of changed) {
    if (rows[j]! >= 0) continue;
    walk.writer.add(head + j, after[head + j]);
    if (budget.isSpent()) return false;
  }
  for (const j of changed) {
    const i = rows[j]!;
    if (i < 0) continue;
    walk.visit(head + j, before[head + i], after[head + j]);
    if (budget.isSpent()) return false;
  }
  return true;
}

/** What the changed rows will take, judging by some of them. */
function guess(
  walk: Walk,
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  rows: Int32Array,
  changed: readonly number[],
): number {
  let bytes = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const j = changed[Math.floor((sample * changed.length) / SAMPLES)]!;
    const i = rows[j]!;
    bytes += i < 0 ? OPERATION + jsonSize(after[head + j]) : costOf(walk, head + j, before[head + i], after[head + j]);
  }
  return (bytes / SAMPLES) * changed.length;
}

function costOf(walk: Walk, token: number, before: unknown, after: unknown): number {
  return walk.cost(() => walk.visit(token, before, after)) ?? OPERATION + jsonSize(after);
}

function wholeSize(walk: Walk, list: readonly unknown[]): number {
  return replaceSize(walk.writer.path(), list);
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

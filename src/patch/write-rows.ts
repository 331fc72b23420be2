import { equal } from "./equal.ts";
import { jsonSize } from "./json-size.ts";
import { replaceSize } from "./patch-writer.ts";
import { formerRow, takenRows, type RowPlan } from "./row-plan.ts";
import { TravellingRows } from "./travelling-rows.ts";
import type { Walk } from "./walk.ts";

/** Changed rows from which on it is worth guessing, from a few of them, whether replacing the whole list is smaller. */
const MANY = 64;
const SAMPLES = 16;
/** About how many bytes an operation takes beside its value. */
const OPERATION = 40;

/**
 * Writes how the rows of `before` from `head` up to `end` become those of `after`, as planned.
 *
 * What is gone is removed from the end, then what has travelled or is new is put in from the start, so that each index is right when
 * its turn comes; last, what was edited is compared, where it now is.
 *
 * @param plan what becomes of the rows
 * @returns false when replacing the whole list is surely smaller
 */
export function writeRows(
  walk: Walk,
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  end: number,
  plan: RowPlan,
): boolean {
  const { stays, travels } = plan;
  const taken = takenRows(end - head, plan);
  const changed: number[] = [];
  let gone = taken.length;
  for (let j = 0; j < stays.length; j += 1) {
    const i = stays[j]!;
    if (i >= 0 || (travels !== undefined && travels[j]! >= 0)) gone -= 1;
    const now = after[head + j];
    if (i < 0 || (before[head + i] !== now && !equal(before[head + i], now, walk.memory.different))) changed.push(j);
  }
  if (
    changed.length > MANY &&
    guess(walk, before, after, head, plan, changed) + gone * OPERATION > wholeSize(walk, after)
  ) {
    return false;
  }
  const budget = new Budget(walk, after);
  for (let i = taken.length - 1; i >= 0; i -= 1) {
    if (taken[i] === 1) continue;
    walk.writer.remove(head + i);
    if (budget.isSpent()) return false;
  }
  const travelling = travels && new TravellingRows(taken.length, stays, travels);
  for (const j of changed) {
    if (stays[j]! >= 0) continue;
    if (travelling === undefined) walk.writer.add(head + j, after[head + j]);
    else if (travels![j]! < 0) walk.writer.add(head + travelling.put(j), after[head + j]);
    else walk.writer.move(head + travelling.take(j), head + travelling.put(j));
    if (budget.isSpent()) return false;
  }
  for (const j of changed) {
    const i = formerRow(plan, j);
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
  plan: RowPlan,
  changed: readonly number[],
): number {
  let bytes = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const j = changed[Math.floor((sample * changed.length) / SAMPLES)]!;
    const i = formerRow(plan, j);
    if (plan.stays[j]! < 0) bytes += OPERATION;
    bytes += i < 0 ? jsonSize(after[head + j]) : costOf(walk, head + j, before[head + i], after[head + j]);
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

import { equal } from "./equal.ts";
import { jsonSize } from "./json-size.ts";
import { pairOccurrences } from "./pair-occurrences.ts";
import { takenRows } from "./row-plan.ts";
import { rowSymbols } from "./row-symbols.ts";
import type { Walk } from "./walk.ts";

/** About how many bytes taking a row out and putting it in somewhere else takes, beside the row. */
const REMOVE_AND_ADD = 60;

/**
 * Finds rows that are gone in one place and new in another, and writes them down in `travels`.
 *
 * ```
 * before   A   B   C   D   E
 *          |    \  |   |   |         B is gone from its place, B' is new in another: B has travelled there,
 *          |      \+---+   |         and was edited on its way
 *          |       |   | \ |
 * after    A       C   D  B' E
 * ```
 *
 * Rows are recognised as those that stay are: by identity, key or content, the first of several alike with the first. One whose
 * edit would take more than the row has not travelled.
 *
 * @param head where the middle of the new list begins
 * @param smallest rows of fewer bytes are left out
 */
export function matchMoves(
  walk: Walk,
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  stays: Int32Array,
  travels: Int32Array,
  smallest: number,
): void {
  const isLarge = (row: unknown) => smallest === 0 || !(jsonSize(row, smallest) < smallest);
  const taken = takenRows(before.length, { stays, travels });
  const gone = placesOf(before, (row, i) => taken[i] === 0 && isLarge(row));
  if (gone.length === 0) return;
  const fresh = placesOf(after, (row, j) => stays[j] === -1 && travels[j] === -1 && isLarge(row));
  const rowsAt = (list: readonly unknown[], places: readonly number[]) => places.map((place) => list[place]);
  const symbols = rowSymbols(rowsAt(before, gone), rowsAt(after, fresh), walk.rowKeys(), walk.memory);
  const { partner } = pairOccurrences(symbols);
  for (const [k, j] of fresh.entries()) {
    const i = partner[k]! < 0 ? undefined : gone[partner[k]!];
    if (i === undefined) continue;
    walk.memory.travelled = true;
    if (isWorthIt(walk, head + j, before[i], after[j])) travels[j] = i;
  }
}

function placesOf(list: readonly unknown[], test: (row: unknown, place: number) => boolean): number[] {
  const places: number[] = [];
  for (let i = 0; i < list.length; i += 1) if (test(list[i], i)) places.push(i);
  return places;
}

function isWorthIt(walk: Walk, token: number, was: unknown, now: unknown): boolean {
  if (was === now || equal(was, now, walk.memory.different)) return true;
  const edit = walk.cost(() => walk.visit(token, was, now));
  return edit === undefined || edit < jsonSize(now, edit) + REMOVE_AND_ADD / 2;
}

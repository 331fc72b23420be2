import { longestIncreasing } from "./longest-increasing.ts";
import { pairOccurrences } from "./pair-occurrences.ts";
import type { RowSymbols } from "./row-symbols.ts";
import { shortestEdit } from "./shortest-edit.ts";

/** What a difference of texts or of lists with repeated rows may cost, in steps for each row. */
const STEPS_PER_ROW = 12;

/**
 * Finds which rows stay where they are: an increasing matching of equal rows, as long as can be found in O(n log n).
 *
 * ```
 * before   A   B   C   D   E        rows that are equal on both sides
 *          |    \     /             A, C and E stay; B has moved, D is gone
 * after    A   C   E   B
 * ```
 *
 * Rows that are all different are matched one way only, and the longest increasing subsequence of their places is the best
 * answer. Repeated rows could be matched in many ways: the shortest edit script is looked for within a budget, and failing
 * that, the first is matched with the first, the second with the second, or each with the one at its place.
 *
 * @returns for each row of `after` the place of the row of `before` that stays, or -1
 */
export function matchRows(symbols: RowSymbols): Int32Array {
  const { before, after, count } = symbols;
  const occurrences = pairOccurrences(symbols);
  if (!occurrences.repeated) return increasing(occurrences.partner);
  const rows = before.length + after.length;
  const kept = commonOnly(before, after, count, STEPS_PER_ROW * rows);
  if (kept !== undefined) return kept;
  const byOccurrence = increasing(occurrences.partner);
  const byPlace = after.map((symbol, j) => (j < before.length && before[j] === symbol ? j : -1));
  return countKept(byOccurrence) > countKept(byPlace) ? byOccurrence : byPlace;
}

function increasing(partner: Int32Array): Int32Array {
  const kept = new Int32Array(partner.length).fill(-1);
  for (const j of longestIncreasing(partner)) kept[j] = partner[j]!;
  return kept;
}

/** The shortest edit script of the rows that occur on both sides; the others have no partner anyway. */
function commonOnly(before: Int32Array, after: Int32Array, count: number, budget: number): Int32Array | undefined {
  const sides = new Uint8Array(count);
  for (const symbol of before) sides[symbol] = 1;
  for (const symbol of after) sides[symbol] = sides[symbol]! | 2;
  const placesBefore = placesOfCommon(before, sides);
  const placesAfter = placesOfCommon(after, sides);
  const partner = shortestEdit(
    placesBefore.length,
    placesAfter.length,
    (x, y) => before[placesBefore[x]!] === after[placesAfter[y]!],
    Math.floor(Math.sqrt(budget)),
    budget,
  );
  if (partner === undefined) return undefined;
  const kept = new Int32Array(after.length).fill(-1);
  for (let k = 0; k < partner.length; k += 1) {
    const at = partner[k]!;
    if (at >= 0) kept[placesAfter[k]!] = placesBefore[at]!;
  }
  return kept;
}

function placesOfCommon(symbols: Int32Array, sides: Uint8Array): Int32Array {
  const places = new Int32Array(symbols.length);
  let count = 0;
  for (let i = 0; i < symbols.length; i += 1) {
    if (sides[symbols[i]!] === 3) places[count++] = i;
  }
  return places.subarray(0, count);
}

function countKept(partner: Int32Array): number {
  let count = 0;
  for (const i of partner) if (i >= 0) count += 1;
  return count;
}

import { matchMoves } from "./match-moves.ts";
import { matchRows } from "./match-rows.ts";
import { takenRows, type RowPlan } from "./row-plan.ts";
import { rowSymbols } from "./row-symbols.ts";
import { shortestEdit } from "./shortest-edit.ts";
import { placesInShorter, subsequence } from "./subsequence.ts";
import type { Walk } from "./walk.ts";

/** Rows added and removed up to which lists are matched without numbering their rows. */
const FEW = 16;
/** Bytes from which on a row that has travelled is moved, even where its places could be changed in place instead. */
const WORTH_MOVING = 24;

/**
 * Plans what becomes of the rows in the middles of two lists, `before` and `after`.
 *
 * ```
 * before   A  B  C  D        F      1. what keeps its order stays: A, C and F
 *          |     |  ~        |      2. what is gone and new travels, where that may be written: B, edited to B'
 * after    A  X  C  Y  Z  B' F      3. between two that stay, the first gone becomes the first new, and so on: D becomes Y
 *                                   4. what else is gone is removed, what else is new is added: X, Z
 * ```
 *
 * @param head where the middle begins in its list
 * @param same tells whether two rows are the same
 */
export function planRows(
  walk: Walk,
  names: readonly string[],
  before: readonly unknown[],
  after: readonly unknown[],
  head: number,
  same: (was: unknown, now: unknown) => boolean,
): RowPlan {
  const [n, m] = [before.length, after.length];
  if (n === 0 || m === 0) return { stays: new Int32Array(m).fill(-1), travels: undefined };
  if (n === 1 && m === 1) return { stays: new Int32Array(1), travels: undefined };
  const stays = stayingRows(before, after, same) ?? matchRows(rowSymbols(before, after, names, walk.memory));
  const travels = walk.moves ? new Int32Array(m).fill(-1) : undefined;
  if (travels !== undefined) matchMoves(walk, before, after, head, stays, travels, WORTH_MOVING);
  changeInPlace(n, stays, travels);
  if (travels !== undefined) matchMoves(walk, before, after, head, stays, travels, 0);
  return { stays, travels };
}

/** What needs no more than to look whether one row is another: few changes, or nothing but removals, or nothing but additions. */
function stayingRows(
  before: readonly unknown[],
  after: readonly unknown[],
  same: (was: unknown, now: unknown) => boolean,
): Int32Array | undefined {
  const [n, m] = [before.length, after.length];
  const few = shortestEdit(n, m, (x, y) => same(before[x], after[y]), FEW, 4 * (n + m));
  if (few !== undefined) return few;
  if (n >= m) return subsequence(n, m, (x, y) => same(before[x], after[y]));
  const places = subsequence(m, n, (x, y) => same(before[y], after[x]));
  return places && placesInShorter(m, places);
}

/** Between two rows that stay: the first gone becomes the first new, and so on. */
function changeInPlace(n: number, stays: Int32Array, travels: Int32Array | undefined): void {
  const taken = travels && takenRows(n, { stays, travels });
  const m = stays.length;
  let free = 0;
  let gap = 0;
  for (let j = 0; j <= m; j += 1) {
    const i = j < m ? stays[j]! : n;
    if (i < 0) continue;
    while (gap < j && free < i) {
      if (taken?.[free] === 1) free += 1;
      else if (travels !== undefined && travels[gap]! >= 0) gap += 1;
      else stays[gap++] = free++;
    }
    gap = j + 1;
    free = i + 1;
  }
}

/** Searches deeper than this are looked at half-way, whether they can come to an end. */
const DEEP = 64;

/**
 * The longest common subsequence of two lists, by the greedy method of E. Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986).
 *
 * ```
 *         A  B  C  D  E      A path through the table goes down a diagonal for free where rows are the same,
 *      A   \                 sideways for a removal (B), down for an addition (X). Those of no such step are
 *      C      - \            followed as far as they come, then those of one, of two, until one is at the end.
 *      D           \
 *      X            |
 *      E             \
 * ```
 *
 * With few differences it takes little more than one look at each list, with many it would take quadratic time: so it has
 * limits, and gives up.
 *
 * @param n length of the former list
 * @param m length of the new list
 * @param same tells whether the element `x` of the former is the element `y` of the new list
 * @param deepest most removals and additions, together
 * @param budget most steps
 * @returns for each element of the new list the index of its equal in the former, or -1; `undefined` beyond the limits
 */
export function shortestEdit(
  n: number,
  m: number,
  same: (x: number, y: number) => boolean,
  deepest: number,
  budget: number,
): Int32Array | undefined {
  /** `reach[k + middle]`: how far into `before` the furthest path on diagonal `k` has come. */
  const reach = new Int32Array(2 * deepest + 3).fill(-1);
  const middle = deepest + 1;
  const history: Int32Array[] = [];
  reach[middle + 1] = 0;
  let steps = 0;
  for (let d = 0; d <= deepest; d += 1) {
    for (let k = Math.max(-d, d - 2 * m); k <= Math.min(d, 2 * n - d); k += 2) {
      let x = startOf(reach, middle + k, k === -d, k === d);
      let y = x - k;
      const start = x;
      while (x < n && y < m && same(x, y)) {
        x += 1;
        y += 1;
      }
      reach[middle + k] = x;
      steps += 1 + x - start;
      if (x >= n && y >= m) return retrace(history, n, m);
    }
    if (steps > budget || (d === deepest >> 1 && deepest > DEEP && isHopeless(reach, middle, d, n + m)))
      return undefined;
    history.push(reach.slice(middle - d - 1, middle + d + 2));
  }
  return undefined;
}

/** Half the depth takes a quarter of the steps: when it has led no further than an eighth of the way, the rest is saved. */
function isHopeless(reach: Int32Array, middle: number, d: number, way: number): boolean {
  let furthest = 0;
  for (let k = -d; k <= d; k += 2) furthest = Math.max(furthest, 2 * reach[middle + k]! - k);
  return 8 * furthest < way;
}

/** A path comes onto a diagonal from the neighbour that has come further. */
function startOf(reach: Int32Array, at: number, lowest: boolean, highest: boolean): number {
  return comesFromAbove(reach, at, lowest, highest) ? reach[at + 1]! : reach[at - 1]! + 1;
}

function comesFromAbove(reach: Int32Array, at: number, lowest: boolean, highest: boolean): boolean {
  return lowest || (!highest && reach[at - 1]! < reach[at + 1]!);
}

function retrace(history: readonly Int32Array[], n: number, m: number): Int32Array {
  const partner = new Int32Array(m).fill(-1);
  let x = n;
  let y = m;
  for (let d = history.length; d > 0; d -= 1) {
    const reach = history[d - 1]!;
    const k = x - y;
    const at = k + d;
    const above = comesFromAbove(reach, at, k === -d, k === d);
    const fromX = reach[above ? at + 1 : at - 1]!;
    const fromY = fromX - (above ? k + 1 : k - 1);
    while (x > (above ? fromX : fromX + 1)) {
      x -= 1;
      y -= 1;
      partner[y] = x;
    }
    x = fromX;
    y = fromY;
  }
  while (x > 0) {
    x -= 1;
    partner[x] = x;
  }
  return partner;
}

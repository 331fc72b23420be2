/**
 * The longest increasing subsequence of the numbers that are not negative, by patience sorting in O(n log n).
 *
 * ```
 * numbers   3  -1   1   4   2   5
 * kept              x       x   x
 * ```
 *
 * @param numbers non-negative numbers, each at most once; negative ones are skipped
 * @returns the indexes of the subsequence, ascending
 */
export function longestIncreasing(numbers: Int32Array): Int32Array {
  /** `piles[k]` is the index of the smallest number that ends an increasing run of `k + 1`. */
  const piles = new Int32Array(numbers.length);
  const previous = new Int32Array(numbers.length);
  let count = 0;
  for (let i = 0; i < numbers.length; i += 1) {
    const number = numbers[i]!;
    if (number < 0) continue;
    let low = 0;
    let high = count;
    // In lists that are mostly in order, a number nearly always goes on top.
    if (count > 0 && numbers[piles[count - 1]!]! < number) low = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (numbers[piles[middle]!]! < number) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? piles[low - 1]! : -1;
    piles[low] = i;
    if (low === count) count += 1;
  }
  const kept = new Int32Array(count);
  for (let k = count - 1, i = count > 0 ? piles[count - 1]! : -1; k >= 0; k -= 1) {
    kept[k] = i;
    i = previous[i]!;
  }
  return kept;
}

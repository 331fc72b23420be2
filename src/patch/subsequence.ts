/**
 * Finds all elements of a shorter list in a longer one, in their order.
 *
 * ```
 * long    A  B  C  D  E  F
 * short   A     C     E          0, 2, 4: a list that was filtered, or, the other way round, one that many were put into
 * ```
 *
 * Each element of the longer list is looked at once at most. Where it succeeds, no matching keeps more.
 *
 * @param same tells whether the element `x` of the longer is the element `y` of the shorter list
 * @returns for each element of the shorter list its place in the longer one, ascending; `undefined` when one has none
 */
export function subsequence(
  long: number,
  short: number,
  same: (x: number, y: number) => boolean,
): Int32Array | undefined {
  const places = new Int32Array(short);
  let x = 0;
  for (let y = 0; y < short; y += 1) {
    // As many must be left as are still to be found.
    const last = long - short + y;
    while (x <= last && !same(x, y)) x += 1;
    if (x > last) return undefined;
    places[y] = x;
    x += 1;
  }
  return places;
}

/** The same, told for each element of the longer list: its place in the shorter one, or -1. */
export function placesInShorter(long: number, places: Int32Array): Int32Array {
  const inverse = new Int32Array(long).fill(-1);
  for (let y = 0; y < places.length; y += 1) inverse[places[y]!] = y;
  return inverse;
}

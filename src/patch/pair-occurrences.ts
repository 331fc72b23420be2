import type { RowSymbols } from "./row-symbols.ts";

/** The nth row of a symbol with the nth of it on the other side. */
export interface Occurrences {
  /** For each row of `after` the place of its partner in `before`, or -1. */
  readonly partner: Int32Array;
  /** Whether any symbol that is on both sides is more than once on one of them. */
  readonly repeated: boolean;
}

/** Pairs rows by their symbols: the first with the first, the second with the second. */
export function pairOccurrences({ before, after, count }: RowSymbols): Occurrences {
  const first = new Int32Array(count).fill(-1);
  const nextSame = new Int32Array(before.length).fill(-1);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const symbol = before[i]!;
    nextSame[i] = first[symbol]!;
    first[symbol] = i;
  }
  const partner = new Int32Array(after.length).fill(-1);
  const used = new Uint8Array(count);
  let repeated = false;
  for (let j = 0; j < after.length; j += 1) {
    const symbol = after[j]!;
    const i = first[symbol]!;
    if (used[symbol] === 1) repeated = true;
    if (i < 0) continue;
    used[symbol] = 1;
    if (nextSame[i] !== -1) repeated = true;
    partner[j] = i;
    first[symbol] = nextSame[i]!;
  }
  return { partner, repeated };
}

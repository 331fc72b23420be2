import { contentHash } from "./content-hash.ts";
import { equal } from "./equal.ts";
import { isAbsent, isContainer } from "./json-value.ts";
import { rowKey, type RowKey } from "./row-key.ts";
import type { RowMemory } from "./row-memory.ts";

/** Rows of equal hash that are compared in full before a row is taken for a new one. */
const MAX_BUCKET = 8;

/** Rows told apart by numbers: the same number means the same row, on both sides. */
export interface RowSymbols {
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** How many different numbers there are; they are `0` to `count - 1`. */
  readonly count: number;
}

/**
 * Numbers the rows of two lists: scalars by value, rows that have a key by their key, all others by identity and, when that
 * does not tell, by content.
 *
 * @param names the members that hold keys, most telling first
 */
export function rowSymbols(
  before: readonly unknown[],
  after: readonly unknown[],
  names: readonly string[],
  memory: RowMemory,
): RowSymbols {
  const values = new Map<unknown, number>();
  const keys = new Map<RowKey, number>();
  let count = 0;

  const symbolOf = (row: unknown): number | undefined => {
    const key = rowKey(row, names);
    const value = isScalar(row) ? scalarValue(row) : row;
    const symbol = key === undefined ? values.get(value) : keys.get(key);
    if (symbol !== undefined) return symbol;
    if (key !== undefined) keys.set(key, count);
    else if (isScalar(row)) values.set(value, count);
    else return undefined;
    return count++;
  };

  const unkeyed: number[] = [];
  const symbolsBefore = Int32Array.from(before, (row, i) => {
    const symbol = symbolOf(row);
    if (symbol !== undefined) return symbol;
    unkeyed.push(i);
    values.set(row, count);
    return count++;
  });
  const strangers: number[] = [];
  const symbolsAfter = Int32Array.from(after, (row, j) => symbolOf(row) ?? (strangers.push(j), -1));

  if (strangers.length > 0) {
    const seen = new Set(symbolsAfter);
    const contents = new ContentTable(memory);
    for (const i of unkeyed) {
      if (seen.has(symbolsBefore[i]!)) continue;
      symbolsBefore[i] = contents.symbol(before[i], symbolsBefore[i]!);
    }
    for (const j of strangers) {
      symbolsAfter[j] = contents.symbol(after[j], count);
      if (symbolsAfter[j] === count) count += 1;
    }
  }
  return { before: symbolsBefore, after: symbolsAfter, count };
}

/** Rows by their content: the first of equal ones lends its symbol to the others. */
class ContentTable {
  private readonly buckets = new Map<number, { row: unknown; symbol: number }[]>();

  constructor(private readonly memory: RowMemory) {}

  symbol(row: unknown, otherwise: number): number {
    const hash = contentHash(row, this.memory.hashes);
    const bucket = this.buckets.get(hash);
    if (bucket === undefined) {
      this.buckets.set(hash, [{ row, symbol: otherwise }]);
      return otherwise;
    }
    const twin = bucket.find((entry) => equal(entry.row, row, this.memory.different));
    if (twin !== undefined) return twin.symbol;
    if (bucket.length < MAX_BUCKET) bucket.push({ row, symbol: otherwise });
    return otherwise;
  }
}

function isScalar(row: unknown): boolean {
  return !isContainer(row);
}

/** What a scalar is in a list as JSON; `Map` itself takes `-0` for `0`. */
function scalarValue(row: unknown): unknown {
  return isAbsent(row) || (typeof row === "number" && !Number.isFinite(row)) ? null : row;
}

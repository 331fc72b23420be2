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

  /** The number of a scalar or of a row with a key, a new one if need be; of any other row the number it already has. */
  const symbolOf = (row: unknown): number | undefined => {
    const key = isContainer(row) ? rowKey(row, names) : undefined;
    if (key === undefined && isContainer(row)) return values.get(row);
    const known = key === undefined ? values : keys;
    const name = key ?? scalarValue(row);
    const symbol = known.get(name);
    if (symbol !== undefined) return symbol;
    known.set(name, count);
    return count++;
  };

  const unkeyed: number[] = [];
  const symbolsBefore = new Int32Array(before.length);
  for (let i = 0; i < before.length; i += 1) {
    let symbol = symbolOf(before[i]);
    if (symbol === undefined) {
      unkeyed.push(i);
      symbol = count++;
      values.set(before[i], symbol);
    }
    symbolsBefore[i] = symbol;
  }
  const strangers: number[] = [];
  const symbolsAfter = new Int32Array(after.length);
  for (let j = 0; j < after.length; j += 1) {
    const symbol = symbolOf(after[j]);
    if (symbol === undefined) strangers.push(j);
    symbolsAfter[j] = symbol ?? -1;
  }

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

/** What a scalar is in a list as JSON; `Map` itself takes `-0` for `0`. */
function scalarValue(row: unknown): unknown {
  return isAbsent(row) || (typeof row === "number" && !Number.isFinite(row)) ? null : row;
}

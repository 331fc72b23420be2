import { isForbidden } from "./forbidden.ts";
import { isAbsent, type JsonObject } from "./json-value.ts";
import { pairOccurrences } from "./pair-occurrences.ts";
import { rowSymbols } from "./row-symbols.ts";
import type { Walk } from "./walk.ts";

/** Members are told apart by what they hold, not by keys inside them: under another name they are something else. */
const NO_KEYS: readonly string[] = [];

/**
 * Writes a `move` for each member that is gone and found again, unchanged, under a new name, and a `remove` for the others that
 * are gone.
 *
 * @param gone members of `before` that `after` does not have
 * @returns the new names that need not be added any more
 */
export function renameMembers(
  walk: Walk,
  before: JsonObject,
  after: JsonObject,
  gone: readonly string[],
): ReadonlySet<string> {
  const fresh = Object.keys(after).filter(
    (key) => !Object.hasOwn(before, key) && !isForbidden(key) && !isAbsent(after[key]),
  );
  const values = (of: JsonObject, keys: readonly string[]) => keys.map((key) => of[key]);
  const symbols = rowSymbols(values(before, gone), values(after, fresh), NO_KEYS, walk.memory);
  const { partner } = pairOccurrences(symbols);
  const newName = new Map<string, string>();
  for (const [k, name] of fresh.entries()) if (partner[k]! >= 0) newName.set(gone[partner[k]!]!, name);
  for (const key of gone) {
    const name = newName.get(key);
    if (name === undefined) walk.writer.remove(key);
    else walk.writer.move(key, name);
  }
  walk.memory.travelled ||= newName.size > 0;
  return new Set(newName.values());
}

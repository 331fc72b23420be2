import type { DiffOptions } from "./diff-options.ts";
import { DEFAULT_ROW_KEYS } from "./row-key.ts";

/** One entry of `DiffOptions.rowKeys`, ready to be compared. */
export interface RowKeyRule {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

const NONE: readonly RowKeyRule[] = [];

/** Prepares the patterns of `DiffOptions.rowKeys`. */
export function rowKeyRules(rowKeys: DiffOptions["rowKeys"]): readonly RowKeyRule[] {
  if (rowKeys === undefined) return NONE;
  return Object.entries(rowKeys).map(([pointer, names]) => {
    const tokens = pointer
      .split("/")
      .map((token) => (token === "*" ? "[^/]*" : token.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")));
    return { pattern: new RegExp(`^${tokens.join("/")}$`), names };
  });
}

/** The members that hold the keys of the rows of the list at a pointer. */
export function rowKeysAt(rules: readonly RowKeyRule[], path: string): readonly string[] {
  return rules.find(({ pattern }) => pattern.test(path))?.names ?? DEFAULT_ROW_KEYS;
}

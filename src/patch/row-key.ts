import { asObject, isContainer } from "./json-value.ts";

/** What tells one row of a list from another. */
export type RowKey = string | number;

/** The members looked at, in this order, to recognise a row. */
export const DEFAULT_ROW_KEYS: readonly string[] = ["id", "key", "_id", "uuid"];

/** The first of the named members that holds a text or a number; `undefined` when the value has none. */
export function rowKey(value: unknown, names: readonly string[] = DEFAULT_ROW_KEYS): RowKey | undefined {
  if (!isContainer(value) || Array.isArray(value)) return undefined;
  const object = asObject(value);
  for (let i = 0; i < names.length; i += 1) {
    const key = object[names[i]!];
    if (typeof key === "string" || typeof key === "number") return key;
  }
  return undefined;
}

/** True when both are rows with the same key. */
export function sameKey(a: unknown, b: unknown, names: readonly string[] = DEFAULT_ROW_KEYS): boolean {
  const key = rowKey(a, names);
  return key !== undefined && key === rowKey(b, names);
}

import { substitute, substituteBigInt, Unreadable } from "./json-substitute.ts";
import { asObject, isAbsent, isContainer, isPlain, setOwn, type JsonObject } from "./json-value.ts";
import { rowKey, type RowKey } from "./row-key.ts";

/** Levels this walk goes down before it leaves the rest to the careful walk, which needs no call stack. */
const MAX_DEPTH = 400;

/**
 * The walk of `snapshot` at full speed: recursive, without paths, without an eye on cycles.
 *
 * @returns `previous` when it says the same as `live`; `undefined` for what JSON leaves out
 * @throws anything, when the careful walk has to look
 */
export function reuse(previous: unknown, live: unknown): unknown {
  return walk(previous, live, "", 0, true);
}

function walk(previous: unknown, live: unknown, key: string | number, depth: number, search: boolean): unknown {
  if (typeof live === "object" && live !== null) {
    if (depth > MAX_DEPTH) throw new Unreadable();
    if (isPlain(live)) return walkContainer(previous, live, key, depth, search);
    const read = substitute(live, key);
    if (!isContainer(read)) return walkScalar(read, key);
    return walkContainer(previous === read ? undefined : previous, read, undefined, depth, search);
  }
  return walkScalar(live, key);
}

function walkScalar(live: unknown, key: string | number): unknown {
  switch (typeof live) {
    case "string":
    case "boolean":
    case "object":
      return live;
    case "number":
      return Number.isFinite(live) ? live + 0 : null;
    case "bigint": {
      const read = substituteBigInt(live, key);
      if (isContainer(read) || typeof read === "bigint") throw new Unreadable();
      return walkScalar(read, key);
    }
    default:
      return undefined;
  }
}

/** @param key what `toJSON` would be told, `undefined` when it has been asked already */
function walkContainer(
  previous: unknown,
  live: object,
  key: string | number | undefined,
  depth: number,
  search: boolean,
): unknown {
  const was = isContainer(previous) && Array.isArray(previous) === Array.isArray(live) ? previous : undefined;
  if (Array.isArray(live)) return walkArray(was as readonly unknown[] | undefined, live, depth, search);
  const object = asObject(live);
  if (key !== undefined && typeof object["toJSON"] === "function") {
    const read = substitute(live, key);
    return isContainer(read) ? walkContainer(previous, read, undefined, depth, search) : walkScalar(read, key);
  }
  return walkObject(was === undefined ? undefined : asObject(was), object, depth, search);
}

function walkObject(was: JsonObject | undefined, live: JsonObject, depth: number, search: boolean): JsonObject {
  const keys = Object.keys(live);
  let next: JsonObject | undefined = was === undefined ? {} : undefined;
  let count = 0;
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i]!;
    // An inherited member of `was` is harmless here: it is never `===` to a JSON value.
    const before = was?.[key];
    const now = walk(before, live[key], key, depth + 1, search);
    if (now === undefined) continue;
    if (next === undefined && now !== before && was !== undefined) next = firstMembers(was, keys, i);
    if (next !== undefined) setOwn(next, key, now);
    count += 1;
  }
  if (next !== undefined || was === undefined) return next ?? {};
  return Object.keys(was).length === count ? was : firstMembers(was, keys, keys.length);
}

/** A new object of the first members of `keys`, which `was` has unchanged, without those that JSON leaves out. */
function firstMembers(was: JsonObject, keys: readonly string[], count: number): JsonObject {
  const next: JsonObject = {};
  for (let i = 0; i < count; i += 1) {
    const key = keys[i]!;
    if (Object.hasOwn(was, key) && !isAbsent(was[key])) setOwn(next, key, was[key]);
  }
  return next;
}

/**
 * Each element is compared with the one at its old place first. When that is another row, it is looked for: by its key, or,
 * having none, at the place where it is if the list only grew or shrank further up. Where one is found the next are expected
 * beside it.
 *
 * @param search false inside such a second look, so that no part is looked at more often than it is nested deep
 */
function walkArray(
  was: readonly unknown[] | undefined,
  live: readonly unknown[],
  depth: number,
  search: boolean,
): readonly unknown[] {
  const length = live.length;
  if (was === undefined)
    return Array.from({ length }, (_, i) => walk(undefined, live[i], i, depth + 1, search) ?? null);
  const shift = was.length - length;
  let offset = 0;
  let places: Map<RowKey, number> | undefined;
  let next: unknown[] | undefined;
  for (let i = 0; i < length; i += 1) {
    const row = live[i];
    const before = was[i + offset];
    let now = walk(before, row, i, depth + 1, search) ?? null;
    if (search && now !== before && isContainer(row)) {
      const key = rowKey(row);
      const place = key === undefined ? i + shift - offset : findRow(key, before, (places ??= placesOf(was)));
      const other = place === undefined ? undefined : was[place];
      const again = isContainer(other) && other !== before ? walk(other, row, i, depth + 1, false) : undefined;
      if (again !== undefined && (key !== undefined || again === other)) {
        now = again;
        offset = (place ?? i) - i;
      }
    }
    if (next === undefined && now !== was[i]) next = was.slice(0, i);
    next?.push(now);
  }
  return next ?? (shift === 0 ? was : was.slice(0, length));
}

function findRow(key: RowKey, before: unknown, places: ReadonlyMap<RowKey, number>): number | undefined {
  return key === rowKey(before) ? undefined : places.get(key);
}

function placesOf(rows: readonly unknown[]): Map<RowKey, number> {
  const places = new Map<RowKey, number>();
  for (let i = 0; i < rows.length; i += 1) {
    const key = rowKey(rows[i]);
    if (key !== undefined) places.set(key, i);
  }
  return places;
}

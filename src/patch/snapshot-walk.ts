import { comparePlain } from "./compare-plain.ts";
import { substitute, substituteBigInt, Unreadable } from "./json-substitute.ts";
import { asObject, isAbsent, isContainer, isPlain, memberCount, setOwn, type JsonObject } from "./json-value.ts";
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
  // Somebody has put members on Object.prototype, which `for in` would take for everybody's own.
  for (const key in {}) throw new Unreadable(key);
  return walk(previous, live, "", 0, true);
}

function walk(previous: unknown, live: unknown, key: string | number, depth: number, search: boolean): unknown {
  if (typeof live === "object" && live !== null) {
    if (depth > MAX_DEPTH) throw new Unreadable();
    if (isPlain(live)) return walkContainer(previous, live, depth, search);
    const read = substitute(live, key);
    if (!isContainer(read)) return walkScalar(read, key);
    // Of an instance only its own members count.
    const own = Array.isArray(read) ? read : { ...read };
    return walkContainer(previous === read ? undefined : previous, own, depth, search);
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

function walkContainer(previous: unknown, live: object, depth: number, search: boolean): unknown {
  const was = isContainer(previous) && Array.isArray(previous) === Array.isArray(live) ? previous : undefined;
  if (Array.isArray(live)) return walkArray(was as readonly unknown[] | undefined, live, depth, search);
  return walkObject(was === undefined ? undefined : asObject(was), asObject(live), depth, search);
}

/** `for in` reads the members of a plain object twice as fast as `Object.keys` does. */
function walkObject(was: JsonObject | undefined, live: JsonObject, depth: number, search: boolean): JsonObject {
  let next: JsonObject | undefined = was === undefined ? {} : undefined;
  let count = 0;
  for (const key in live) {
    const value = live[key];
    // An inherited member of `was` is harmless here: it is never `===` to a JSON value.
    const before = was?.[key];
    const now = typeof value === "string" ? value : walk(before, value, key, depth + 1, search);
    if (now === undefined) {
      if (key === "toJSON" && typeof value === "function") throw new Unreadable(key);
      continue;
    }
    if (next === undefined && now !== before && was !== undefined) next = membersUpTo(key, was, live);
    if (next !== undefined) setOwn(next, key, now);
    count += 1;
  }
  if (next !== undefined || was === undefined) return next ?? {};
  count -= memberCount(was);
  return count === 0 ? was : membersUpTo(undefined, was, live);
}

/** A new object of the members of `live` before `end`, which `was` has unchanged, without those that JSON leaves out. */
function membersUpTo(end: string | undefined, was: JsonObject, live: JsonObject): JsonObject {
  const next: JsonObject = {};
  for (const key in live) {
    if (key === end) break;
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
  if (was === undefined) return readArray(live, depth, search);
  const shift = was.length - length;
  let offset = 0;
  let places: Map<RowKey, number> | undefined;
  let next: unknown[] | undefined;
  for (let i = 0; i < length; i += 1) {
    const row = live[i];
    const before = was[i + offset];
    if (before !== row && isContainer(before) && isContainer(row) && comparePlain(before, row) === "same") {
      next?.push(before);
      if (next === undefined && before !== was[i]) next = [...was.slice(0, i), before];
      continue;
    }
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

function readArray(live: readonly unknown[], depth: number, search: boolean): unknown[] {
  const next: unknown[] = [];
  for (let i = 0; i < live.length; i += 1) next.push(walk(undefined, live[i], i, depth + 1, search) ?? null);
  return next;
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

import { isPlain } from "./json-value.ts";

/** Thrown where a value cannot be read; the careful walk turns it into a `NonJsonError` with its path. */
export class Unreadable extends Error {}

/**
 * What `JSON.stringify` would write in place of a container: the result of `toJSON`, or a boxed scalar's content.
 *
 * @param key the member name or index that `toJSON` is told
 * @throws Unreadable for collections that JSON would write as `{}`; whatever `toJSON` throws
 */
export function substitute(value: object, key: string | number): unknown {
  const read: unknown = hasToJson(value) ? value.toJSON(String(key)) : value;
  if (typeof read !== "object" || read === null || isPlain(read)) return read;
  if (read instanceof Number) return Number(read);
  if (read instanceof String) return String(read);
  if (read instanceof Boolean) return read.valueOf();
  const tag = Object.prototype.toString.call(read).slice(8, -1);
  if (tag === "Map" || tag === "Set" || tag === "WeakMap" || tag === "WeakSet") {
    throw new Unreadable(`is a ${tag}, which JSON would write as {}: give it a toJSON() or use an object or array`);
  }
  return read;
}

/** True when `JSON.stringify` would ask the value for a substitute. */
export function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

/** JSON has no bigints, unless the program has given them a `toJSON`. */
export function substituteBigInt(value: bigint, key: string | number): unknown {
  const boxed = Object(value) as object;
  if (hasToJson(boxed)) return boxed.toJSON(String(key));
  throw new Unreadable("is a BigInt, which JSON cannot carry: use a string, or a number when it is small enough");
}

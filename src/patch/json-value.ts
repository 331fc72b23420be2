/** What a JSON object looks like from the inside. */
export type JsonObject = Record<string, unknown>;

/** Neither `null` nor a scalar: an object or an array. */
export function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Narrows a container that is no array. */
export function asObject(value: object): JsonObject {
  return value as JsonObject;
}

/** `JSON.stringify` leaves such a member out (and writes `null` for it in an array). */
export function isAbsent(value: unknown): boolean {
  const type = typeof value;
  return type === "undefined" || type === "function" || type === "symbol";
}

/**
 * True for what `JSON.parse` makes: arrays and objects whose members are all there is to them.
 *
 * Everything else (dates, maps, instances of classes) may stand for a value of its own and is asked for it by `snapshot`.
 */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

/** Sets an own member, `__proto__` included, which plain assignment would take for the prototype. */
export function setOwn(target: JsonObject, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

/** How many members a plain object has; half the price of `Object.keys(object).length`. */
export function memberCount(object: JsonObject): number {
  let count = 0;
  for (const key in object) count += key.length < 0 ? 0 : 1;
  return count;
}

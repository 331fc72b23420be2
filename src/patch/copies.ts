import { setOwn, type JsonObject } from "./json-value.ts";

/** Members up to this many are copied without one of them; a larger object is copied whole and the member deleted. */
const SMALL = 64;

/**
 * The containers a patch has copied already, which may therefore be written to.
 *
 * Everything else belongs to the former state or to the patch, and is copied first: once for a whole patch, not once for each
 * operation.
 */
export class Copies {
  private readonly own: Set<object> | undefined;
  /** Those that are known to be large, so that nobody counts their members for each of many that are taken out. */
  private large: Set<object> | undefined;

  /** @param several whether more than one operation is to come; for one alone there is nothing to remember */
  constructor(several: boolean) {
    this.own = several ? new Set() : undefined;
  }

  /** The list itself when it is a copy, else a copy. */
  list(list: readonly unknown[]): unknown[] {
    if (this.own?.has(list) === true) return list as unknown[];
    const copy = list.slice();
    this.own?.add(copy);
    return copy;
  }

  /** The object itself when it is a copy, else a copy. */
  object(object: JsonObject): JsonObject {
    if (this.own?.has(object) === true) return object;
    const copy = { ...object };
    this.own?.add(copy);
    return copy;
  }

  /** The object without a member; never by `delete` when it is small, which would make every later access slow. */
  objectWithout(object: JsonObject, key: string): JsonObject {
    const keys = this.large?.has(object) === true ? undefined : Object.keys(object);
    if (keys === undefined || keys.length > SMALL) {
      const copy = this.object(object);
      if (this.own !== undefined) (this.large ??= new Set()).add(copy);
      delete copy[key];
      return copy;
    }
    const copy: JsonObject = {};
    for (const other of keys) if (other !== key) setOwn(copy, other, object[other]);
    this.own?.add(copy);
    return copy;
  }

  /** From here on nothing may be written to: a part of the state is going to be in two places. */
  share(): void {
    this.own?.clear();
  }
}

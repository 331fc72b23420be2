import { cased } from "./casing.ts";
import type { MemberNames, ObjectOptions, ObjectState } from "./object-options.ts";

/** The name under which an object says that it has changed; never synced. */
export const SYNC = "sync";

/** How a member of an object is synced. */
export interface Member {
  /** in the class */
  readonly name: string;
  /** on the wire */
  readonly wire: string;
  /** whether the other end may write it */
  readonly writable: boolean;
  /** whether a getter makes it */
  readonly computed: boolean;
}

/**
 * What an object shows: its own fields and the getters of its classes in alphabetical order, without methods and what begins with `_`, then
 * what is included; or only what is picked, in that order. `#private` members are out of reach by themselves.
 *
 * @throws TypeError when two members have one name on the wire
 */
export function membersOf(
  instance: object,
  only: MemberNames | undefined,
  options: ObjectOptions = {},
): readonly Member[] {
  const { include = {}, exclude = [], casing, readOnly = false } = options;
  const names: MemberNames =
    only ?? Object.fromEntries(publicNames(instance).map((name): [string, true] => [name, true]));
  const chosen = Object.entries({ ...names, ...include }).filter(([name]) => !exclude.includes(name));
  const taken = new Map<string, string>();
  return chosen.map(([name, given]) => {
    const wire = given === true ? cased(name, casing) : given;
    const other = taken.get(wire);
    if (other !== undefined)
      throw new TypeError(
        `${instance.constructor.name}: ${other} and ${name} are both "${wire}" on the wire; rename one`,
      );
    taken.set(wire, name);
    const property = propertyOf(instance, name);
    const settable = property?.get === undefined ? property?.writable !== false : property.set !== undefined;
    const open = readOnly === false || (readOnly !== true && !readOnly.includes(name));
    return { name, wire, writable: settable && open, computed: property?.get !== undefined };
  });
}

/** The state of an object, as its members say. */
export function stateOf(instance: object, members: readonly Member[]): ObjectState {
  return Object.fromEntries(members.map(({ name, wire }) => [wire, Reflect.get(instance, name) as unknown]));
}

function publicNames(instance: object): readonly string[] {
  const names = new Set<string>();
  for (const level of levelsOf(instance)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      const isField = level === instance && typeof property.value !== "function";
      if ((isField || property.get !== undefined) && !name.startsWith("_") && name !== SYNC) names.add(name);
    }
  }
  return [...names].sort();
}

function propertyOf(instance: object, name: string): PropertyDescriptor | undefined {
  for (const level of levelsOf(instance)) {
    const property = Object.getOwnPropertyDescriptor(level, name);
    if (property !== undefined) return property;
  }
  return undefined;
}

/** The object, then its prototypes up to that of all objects. */
function* levelsOf(instance: object): Iterable<object> {
  for (
    let level: unknown = instance;
    isObject(level) && level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  )
    yield level;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

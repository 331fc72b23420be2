/** The name under which an object says that it has changed; never synced. */
export const SYNC = "sync";

/** How a member of an object is synced. */
export interface Member {
  readonly name: string;
  /** whether the other end may write it */
  readonly writable: boolean;
}

/**
 * What an object shows: its own fields and the getters of its classes, in alphabetical order; nothing that begins with `_`, no methods.
 * `#private` members are out of reach by themselves.
 */
export function membersOf(instance: object): readonly Member[] {
  const members = new Map<string, boolean>();
  for (
    let level: unknown = instance;
    isObject(level) && level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (members.has(name) || name.startsWith("_") || name === SYNC) continue;
      const isField = level === instance && typeof property.value !== "function";
      const isGetter = property.get !== undefined;
      if (isField || isGetter) members.set(name, isGetter ? property.set !== undefined : property.writable === true);
    }
  }
  return [...members].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, writable]) => ({ name, writable }));
}

/** The state of an object, as its members say. */
export function stateOf(instance: object, members: readonly Member[] = membersOf(instance)): Record<string, unknown> {
  return Object.fromEntries(members.map(({ name }) => [name, Reflect.get(instance, name) as unknown]));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

const OBJECTS: Readonly<Record<string, object>> = {
  Object,
  Array,
  Function,
  String,
  Number,
  Boolean,
  Symbol,
  Map,
  Set,
  WeakMap,
  Promise,
  RegExp,
  Date,
  Error,
  ArrayBuffer,
  Uint8Array,
  JSON,
  Math,
  Reflect,
};

/**
 * Remembers what the language itself is made of.
 *
 * @returns looks again, and names the first member that was added, removed or replaced since; `undefined` when none was
 */
export function watchIntrinsics(): () => string | undefined {
  const watched = Object.entries(OBJECTS).flatMap(([name, object]) => {
    const prototype: unknown = Reflect.get(object, "prototype");
    return typeof prototype === "object" && prototype !== null
      ? [one(name, object), one(`${name}.prototype`, prototype)]
      : [one(name, object)];
  });
  return () => {
    for (const { name, object, members } of watched) {
      const now = membersOf(object);
      for (const key of new Set([...members.keys(), ...now.keys()])) {
        const same = members.has(key) === now.has(key) && Object.is(members.get(key), now.get(key));
        if (!same) return `${name}.${String(key)}`;
      }
    }
    return undefined;
  };
}

const one = (name: string, object: object) => ({ name, object, members: membersOf(object) });

/** The values of an object's own members, or the getters of those that have one. */
function membersOf(object: object): Map<PropertyKey, unknown> {
  // V8 keeps what the last match left in accessors of RegExp; they are getters, and the same ones
  return new Map(
    Reflect.ownKeys(object).map((key) => {
      const member = Object.getOwnPropertyDescriptor(object, key);
      return [key, member?.get ?? (member?.value as unknown)];
    }),
  );
}

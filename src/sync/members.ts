/** Members of an object by name; one that is `undefined` is absent, as in JSON. */
export type Members = ReadonlyMap<string, unknown>;

/** An object's own member, `undefined` when there is none. */
export function memberOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** The members of `after` that are not `===` to those of `before`. */
export function changedMembers(before: object, after: object): Members {
  const names = [...Object.keys(before), ...Object.keys(after)];
  const changed = names.filter((name) => !Object.is(memberOf(before, name), memberOf(after, name)));
  return new Map(changed.map((name) => [name, memberOf(after, name)]));
}

/** A copy of an object with some members replaced. */
export function withMembers<S>(state: S & object, members: Members): S {
  const entries = [...new Map<string, unknown>([...Object.entries(state), ...members])];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as S;
}

/** The members that are not named. */
export function without(members: Members, names: ReadonlySet<string | undefined>): Members {
  return new Map([...members].filter(([name]) => !names.has(name)));
}

/** Some members of a state. */
export function picked<S>(state: S, names: readonly (keyof S & string)[]): Partial<S> {
  return Object.fromEntries(names.map((name) => [name, state[name]])) as Partial<S>;
}

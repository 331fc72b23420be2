/** Whether two values look the same: own enumerable members, deeply. Classes do not count; members that are `undefined` do not either. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Error || b instanceof Error)
    return a instanceof Error && b instanceof Error && a.name === b.name && a.message === b.message;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same(memberOf(a, name), memberOf(b, name)));
}

function memberOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

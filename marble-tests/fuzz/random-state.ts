import type { Random } from "./random.ts";

const NAMES = [
  "a",
  "b",
  "c",
  "title",
  "list",
  "text",
  "",
  "/",
  "~",
  "~1",
  "0",
  "01",
  "-",
  "length",
  "toString",
  "constructor",
];
const TEXTS = [
  "",
  "a",
  "b",
  "done",
  "na\u00efve",
  "\u{1f600}",
  "\ud800",
  "\udc00",
  "\u2028",
  '\u0000"\\',
  "x".repeat(70),
];

/** A random JSON value; small, odd, with names and values that meet again. */
export function randomValue(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 4 ? 3 : 9);
  if (kind < 3) return randomScalar(random);
  if (kind < 5) return Array.from({ length: random.below(8) }, () => randomValue(random, depth + 1));
  if (kind === 5) return Array.from({ length: random.below(20) }, () => random.below(4));
  if (kind === 6) return randomRows(random, depth);
  const members = Array.from(
    { length: random.below(6) },
    () => [random.pick(NAMES), randomValue(random, depth + 1)] as const,
  );
  return Object.fromEntries(members);
}

function randomScalar(random: Random): unknown {
  switch (random.below(6)) {
    case 0:
      return random.pick([null, true, false]);
    case 1:
    case 2:
      return random.below(5);
    case 3:
      return random.pick([-1, 0.5, 1e21, 123_456_789]);
    default:
      return random.pick(TEXTS);
  }
}

function randomRows(random: Random, depth: number): unknown[] {
  const key = random.pick(["id", "id", "key", "name"]);
  return Array.from({ length: random.below(12) }, (_, i) => ({
    [key]: random.oneIn(8) ? random.below(4) : i,
    title: random.pick(TEXTS),
    ...(random.oneIn(3) ? { more: randomValue(random, depth + 2) } : {}),
  }));
}

/** The state after a few random edits of any kind; unchanged parts are shared, some are cloned. */
export function randomNext(random: Random, state: unknown): unknown {
  let next = state;
  for (let i = random.below(4); i >= 0; i -= 1) next = edit(random, next, 0);
  return random.oneIn(3) ? clone(next) : next;
}

function edit(random: Random, value: unknown, depth: number): unknown {
  if (typeof value === "string" && !random.oneIn(4)) return editText(random, value);
  if (typeof value !== "object" || value === null || random.oneIn(25))
    return randomValue(random, Math.min(4, depth + 1));
  const keys = Object.keys(value);
  if (keys.length > 0 && random.below(10) < 6) {
    const key = random.pick(keys);
    return put(value, key, edit(random, (value as Record<string, unknown>)[key], depth + 1));
  }
  return Array.isArray(value) ? editList(random, value, depth) : editObject(random, value, keys, depth);
}

function editText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + random.pick(TEXTS) + text.slice(at + random.below(3));
}

function editList(random: Random, list: readonly unknown[], depth: number): unknown[] {
  const at = random.below(list.length + 1);
  const fresh = () => (list.length > 0 && random.oneIn(3) ? clone(random.pick(list)) : randomValue(random, depth + 2));
  switch (random.below(9)) {
    case 0:
    case 1:
      return list.toSpliced(at, 0, fresh());
    case 2:
    case 3:
      return list.toSpliced(at, 1);
    case 4:
    case 5:
      return list.toSpliced(at, 1).toSpliced(random.below(Math.max(1, list.length)), 0, ...list.slice(at, at + 1));
    case 6:
      return list.toReversed();
    case 7:
      return list.toSpliced(at, random.below(4), ...Array.from({ length: random.below(4) }, fresh));
    default:
      return list.filter(() => !random.oneIn(3));
  }
}

function editObject(random: Random, object: object, keys: readonly string[], depth: number): unknown {
  if (keys.length === 0 || random.oneIn(3)) return put(object, random.pick(NAMES), randomValue(random, depth + 1));
  const key = random.pick(keys);
  const { [key]: member, ...rest } = object as Record<string, unknown>;
  return random.oneIn(2) ? rest : put(rest, random.pick(NAMES), member);
}

function put(container: object, key: string, value: unknown): unknown {
  return Array.isArray(container) ? container.with(Number(key), value) : { ...container, [key]: value };
}

/** A copy that shares nothing. */
export function clone<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

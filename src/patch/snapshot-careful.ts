import { substitute, substituteBigInt, Unreadable } from "./json-substitute.ts";
import { asObject, isContainer, isPlain, setOwn, type JsonObject } from "./json-value.ts";
import { NonJsonError } from "./non-json-error.ts";
import { formatPointer } from "./pointer.ts";

/** Deeper is an endless `toJSON`, or nothing that any peer could read. */
const MAX_DEPTH = 100_000;

/** One container being read: where it hangs, what is left to do. */
interface Level {
  readonly source: object;
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  readonly was: JsonObject | readonly unknown[] | undefined;
  readonly members: unknown[];
  readonly token: string | number;
  next: number;
}

/**
 * The walk of `snapshot` for everything out of the ordinary: deep nesting, cycles, values that cannot be read.
 *
 * It keeps its own stack, knows the path, and gives the same result as the fast walk wherever that one gives any.
 *
 * @throws NonJsonError with the path of the value at fault
 */
export function carefulSnapshot(previous: unknown, live: unknown): unknown {
  const stack: Level[] = [];
  const open = new Set<object>();
  let result: unknown;

  const fail = (reason: string, token: string | number, cause?: unknown): never => {
    const tokens = [...stack.slice(1).map((level) => level.token), ...(stack.length > 0 ? [token] : [])];
    throw new NonJsonError(formatPointer(tokens), reason, cause === undefined ? undefined : { cause });
  };

  /** Reads a scalar into `result`, or opens a level for a container. */
  const start = (was: unknown, value: unknown, token: string | number): boolean => {
    let read: unknown = value;
    try {
      if (typeof value === "bigint") read = substituteBigInt(value, token);
      if (isContainer(value)) read = substitute(value, token);
    } catch (error) {
      fail(error instanceof Unreadable ? error.message : `has a toJSON() that threw ${String(error)}`, token, error);
    }
    if (!isContainer(read)) {
      result = scalar(read);
      return true;
    }
    if (open.has(read)) fail("is part of itself, and JSON has no cycles: refer to it by an id", token);
    if (stack.length > MAX_DEPTH) fail("nests too deep", token);
    stack.push(openLevel(was, read, token));
    open.add(read);
    return false;
  };

  if (start(previous, live, "")) return result;
  for (;;) {
    const level = stack.at(-1);
    if (level === undefined) return result;
    const token = level.keys === undefined ? level.next : level.keys[level.next]!;
    if (level.next < level.length) {
      let value: unknown;
      try {
        value = (level.source as JsonObject)[token];
      } catch (error) {
        fail(`threw ${String(error)} when it was read`, token, error);
      }
      level.next += 1;
      if (start((level.was as JsonObject | undefined)?.[token], value, token)) level.members.push(result);
    } else {
      result = level.keys === undefined ? closeArray(level) : closeObject(level, level.keys);
      stack.pop();
      open.delete(level.source);
      stack.at(-1)?.members.push(result);
    }
  }
}

function scalar(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  return typeof value === "string" || typeof value === "boolean" || value === null ? value : undefined;
}

function openLevel(previous: unknown, source: object, token: string | number): Level {
  const list = Array.isArray(source);
  const keys = list ? undefined : Object.keys(source);
  const comparable =
    isContainer(previous) && Array.isArray(previous) === list && (previous !== source || isPlain(source));
  const was = comparable ? (previous as JsonObject | readonly unknown[]) : undefined;
  const length = list ? source.length : Object.keys(source).length;
  return { source, keys, length, was, members: [], token, next: 0 };
}

function closeArray({ was, members }: Level): readonly unknown[] {
  const next = members.map((member) => (member === undefined ? null : member));
  const same = Array.isArray(was) && was.length === next.length && next.every((member, i) => member === was[i]);
  return same ? was : next;
}

function closeObject({ was, members }: Level, keys: readonly string[]): JsonObject {
  const next: JsonObject = {};
  let count = 0;
  let same = was !== undefined;
  for (const [i, key] of keys.entries()) {
    const member = members[i];
    if (member === undefined) continue;
    setOwn(next, key, member);
    count += 1;
    same &&= asObject(was as object)[key] === member;
  }
  return same && was !== undefined && Object.keys(was).length === count ? asObject(was) : next;
}

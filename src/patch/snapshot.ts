import { isAbsent, isContainer } from "./json-value.ts";
import { NonJsonError } from "./non-json-error.ts";
import { carefulSnapshot } from "./snapshot-careful.ts";
import { reuse } from "./snapshot-walk.ts";

/**
 * Reads a live, possibly mutable value as plain JSON, reusing every part of the previous snapshot that has not changed.
 *
 * One walk does both, so nothing is cloned but what changed, and `===` between two snapshots means "equal". The result is
 * never to be mutated: later snapshots share its parts.
 *
 * What JSON has an answer for is taken as `JSON.stringify` would: `toJSON` (dates), own enumerable members and accessors,
 * boxed scalars; `undefined`, functions and symbols are left out of objects and are `null` in arrays, as are holes; `NaN` and
 * infinities are `null`, `-0` is `0`. Where JSON would lose data or give up, an error says so.
 *
 * @param previous what the last call returned, `undefined` for the first
 * @param live the value as it is now
 * @returns `previous` itself when nothing changed
 * @throws NonJsonError for `Map`, `Set`, `BigInt`, a cycle, a throwing accessor or `toJSON`, nesting deeper than 100,000, or a
 * state that is `undefined`
 */
export function snapshot<S>(previous: S | undefined, live: unknown): S {
  return (live === previous && live !== undefined ? live : read(previous, live)) as S;
}

/**
 * Reads a value that may already be plain JSON: then it is returned as it is, without a copy.
 *
 * @throws NonJsonError as `snapshot`
 */
export function normalise(value: unknown): unknown {
  return isContainer(value) || isAbsent(value) || typeof value === "bigint" ? read(value, value) : reuse(value, value);
}

/** The fast walk first. It gives up where it would need to know the path; the careful walk then says what is wrong. */
function read(previous: unknown, live: unknown): unknown {
  let result: unknown;
  try {
    result = reuse(previous, live);
  } catch {
    result = carefulSnapshot(previous, live);
  }
  if (result === undefined) throw new NonJsonError("", `is ${typeof live}, which JSON has no word for: use null`);
  return result;
}

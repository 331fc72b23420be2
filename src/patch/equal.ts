import { asObject, isAbsent, isContainer, isPlain, type JsonObject } from "./json-value.ts";
import { normalise } from "./snapshot.ts";

/** Levels compared on the call stack before the rest is put aside for later. */
const MAX_DEPTH = 400;

/** Pairs of containers found to differ, by the second; spares a nested list the same comparison again. */
export type KnownDifferent = Map<object, object>;

/**
 * True when both say the same as JSON: order of members, absent members and identity do not count, order of elements does.
 *
 * Takes nesting of any depth, and looks at no part twice.
 *
 * @param known remembers which parts differ; see `KnownDifferent`
 */
export function equal(a: unknown, b: unknown, known?: KnownDifferent): boolean {
  if (a === b) return true;
  if (isContainer(a) && known?.get(a) === b) return false;
  const later: unknown[] = [];
  if (!same(a, b, 0, later, known)) return false;
  for (let i = 0; i < later.length; i += 2) {
    if (known?.get(later[i] as object) === later[i + 1]) return false;
    if (!same(later[i], later[i + 1], 0, later, known)) {
      known?.set(later[i] as object, later[i + 1] as object);
      return false;
    }
  }
  return true;
}

function same(a: unknown, b: unknown, depth: number, later: unknown[], known: KnownDifferent | undefined): boolean {
  if (a === b) return true;
  if (!isContainer(a) || !isContainer(b)) return sameScalar(a, b);
  if (depth > MAX_DEPTH) {
    later.push(a, b);
    return true;
  }
  if (!isPlain(a) || !isPlain(b)) {
    const [plainA, plainB] = [normalise(a), normalise(b)];
    return isContainer(plainA) && isContainer(plainB) ? parts(plainA, plainB, depth, later, known) : plainA === plainB;
  }
  return parts(a, b, depth, later, known);
}

function parts(a: object, b: object, depth: number, later: unknown[], known: KnownDifferent | undefined): boolean {
  const list = Array.isArray(a);
  if (list !== Array.isArray(b)) return false;
  const equals = list
    ? sameArray(a, b as unknown[], depth, later, known)
    : sameObject(asObject(a), asObject(b), depth, later, known);
  if (!equals && depth > 0) known?.set(a, b);
  return equals;
}

function sameArray(
  a: readonly unknown[],
  b: readonly unknown[],
  depth: number,
  later: unknown[],
  known: KnownDifferent | undefined,
): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] !== b[i] && !same(element(a[i]), element(b[i]), depth + 1, later, known)) return false;
  }
  return true;
}

/** In a list nothing is left out: `JSON.stringify` writes `null`. */
function element(value: unknown): unknown {
  return isAbsent(value) ? null : value;
}

function sameObject(
  a: JsonObject,
  b: JsonObject,
  depth: number,
  later: unknown[],
  known: KnownDifferent | undefined,
): boolean {
  const keysA = Object.keys(a);
  const keysB = Object.keys(b);
  let aligned = keysA.length === keysB.length;
  for (let i = 0; i < keysA.length; i += 1) {
    const key = keysA[i]!;
    if (aligned && keysB[i] !== key) aligned = false;
    const valueA = a[key];
    const valueB = aligned || Object.hasOwn(b, key) ? b[key] : undefined;
    if (valueA !== valueB && !same(valueA, valueB, depth + 1, later, known)) return false;
  }
  return aligned || keysB.every((key) => Object.hasOwn(a, key) || isAbsent(b[key]));
}

/** Scalars that are not `===` and still the same in JSON: `NaN` and the infinities are `null`, what is left out is left out. */
function sameScalar(a: unknown, b: unknown): boolean {
  if (isAbsent(a)) return isAbsent(b);
  return isNull(a) && isNull(b);
}

function isNull(value: unknown): boolean {
  return value === null || (typeof value === "number" && !Number.isFinite(value));
}

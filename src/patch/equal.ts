import { asObject, isAbsent, isContainer, isPlain, type JsonObject } from "./json-value.ts";
import { normalise } from "./snapshot.ts";

/** Levels compared on the call stack before the rest is put aside for later. */
const MAX_DEPTH = 400;
/** From this level on it is worth asking whether a pair is known to differ. */
const DEEP = 50;

/** Pairs of containers found to differ; spares lists nested in lists the same comparison again and again. */
export type KnownDifferent = Map<object, object>;

/**
 * True when both say the same as JSON: order of members, absent members and identity do not count, order of elements does.
 *
 * Takes nesting of any depth, and looks at no part twice.
 *
 * @param known remembers, from one comparison to the next, which parts differ
 */
export function equal(a: unknown, b: unknown, known?: KnownDifferent): boolean {
  if (a === b) return true;
  if (!isContainer(a) || !isContainer(b)) return sameScalar(a, b);
  if (known !== undefined && known.get(a) === b) return false;
  return new Comparison(known).run(a, b);
}

/** Two containers that are compared when the call stack is empty again. */
interface Later {
  readonly a: object;
  readonly b: object;
  readonly above: Later | undefined;
}

class Comparison {
  private readonly later: Later[] = [];
  private current: Later | undefined;

  constructor(private readonly known: KnownDifferent | undefined) {}

  run(a: object, b: object): boolean {
    if (!this.containers(a, b, 0)) return false;
    for (let i = 0; i < this.later.length; i += 1) {
      this.current = this.later[i];
      if (this.current !== undefined && !this.containers(this.current.a, this.current.b, 0)) {
        for (let one: Later | undefined = this.current; one !== undefined; one = one.above)
          this.known?.set(one.a, one.b);
        return false;
      }
    }
    return true;
  }

  private same(a: unknown, b: unknown, depth: number): boolean {
    if (a === b) return true;
    return isContainer(a) && isContainer(b) ? this.containers(a, b, depth) : sameScalar(a, b);
  }

  private containers(a: object, b: object, depth: number): boolean {
    if (depth > DEEP) {
      if (this.known?.get(a) === b) return false;
      if (depth > MAX_DEPTH) {
        this.later.push({ a, b, above: this.current });
        return true;
      }
    }
    if (!isPlain(a) || !isPlain(b)) {
      const [plainA, plainB] = [normalise(a), normalise(b)];
      return isContainer(plainA) && isContainer(plainB) ? this.parts(plainA, plainB, depth) : plainA === plainB;
    }
    const equals = this.parts(a, b, depth);
    if (!equals && depth > 0) this.known?.set(a, b);
    return equals;
  }

  private parts(a: object, b: object, depth: number): boolean {
    if (Array.isArray(a)) return Array.isArray(b) && this.lists(a, b, depth + 1);
    return !Array.isArray(b) && this.objects(asObject(a), asObject(b), depth + 1);
  }

  private lists(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i += 1) {
      if (a[i] !== b[i] && !this.same(element(a[i]), element(b[i]), depth)) return false;
    }
    return true;
  }

  private objects(a: JsonObject, b: JsonObject, depth: number): boolean {
    const keysA = Object.keys(a);
    const keysB = Object.keys(b);
    let aligned = keysA.length === keysB.length;
    for (let i = 0; i < keysA.length; i += 1) {
      const key = keysA[i] as string;
      if (aligned && keysB[i] !== key) aligned = false;
      const valueA = a[key];
      const valueB = aligned || Object.hasOwn(b, key) ? b[key] : undefined;
      if (valueA !== valueB && !this.same(valueA, valueB, depth)) return false;
    }
    return aligned || keysB.every((key) => Object.hasOwn(a, key) || isAbsent(b[key]));
  }
}

/** In a list nothing is left out: `JSON.stringify` writes `null`. */
function element(value: unknown): unknown {
  return isAbsent(value) ? null : value;
}

/** Scalars that are not `===` and still the same in JSON: `NaN` and the infinities are `null`, what is left out is left out. */
function sameScalar(a: unknown, b: unknown): boolean {
  if (isContainer(a) || isContainer(b)) return isNonPlain(a, b);
  if (isAbsent(a)) return isAbsent(b);
  return isNull(a) && isNull(b);
}

/** A container that JSON writes as a scalar, such as a date, against a scalar. */
function isNonPlain(a: unknown, b: unknown): boolean {
  const [plainA, plainB] = [a, b].map((value) => (isContainer(value) && !isPlain(value) ? normalise(value) : value));
  return !isContainer(plainA) && !isContainer(plainB) && (plainA === plainB || sameScalar(plainA, plainB));
}

function isNull(value: unknown): boolean {
  return value === null || (typeof value === "number" && !Number.isFinite(value));
}

import { asObject, isAbsent, isContainer, isPlain, type JsonObject } from "./json-value.ts";
import { normalise } from "./snapshot.ts";

/** Pairs of containers found to differ; spares lists nested in lists the same comparison again and again. */
export type KnownDifferent = Map<object, object>;

/** Levels compared on the call stack before the rest is put aside for later. */
const MAX_DEPTH = 400;
/** From this level on it is worth asking whether a pair is known to differ. */
const DEEP = 50;

/** Two containers that are compared when the call stack is empty again. */
interface Later {
  readonly a: object;
  readonly b: object;
  readonly above: Later | undefined;
}

/** The comparison of `equal` for what is deep or not quite JSON: nesting of any depth, members that JSON leaves out, dates. */
export class Comparison {
  private readonly later: Later[] = [];
  private current: Later | undefined;

  /** @param known what is known to differ; more is written down */
  constructor(private readonly known: KnownDifferent | undefined) {}

  /** True when both say the same as JSON. */
  run(a: object, b: object): boolean {
    if (!this.containers(a, b, 0)) return false;
    for (let i = 0; i < this.later.length; i += 1) {
      this.current = this.later[i];
      if (this.current !== undefined && !this.containers(this.current.a, this.current.b, 0)) {
        for (let one: Later | undefined = this.current; one !== undefined; one = one.above) {
          this.known?.set(one.a, one.b);
        }
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
    const keys = Object.keys(a);
    for (const key of keys) {
      const valueB = Object.hasOwn(b, key) ? b[key] : undefined;
      if (!this.same(a[key], valueB, depth)) return false;
    }
    return Object.keys(b).every((key) => Object.hasOwn(a, key) || isAbsent(b[key]));
  }
}

/** In a list nothing is left out: `JSON.stringify` writes `null`. */
function element(value: unknown): unknown {
  return isAbsent(value) ? null : value;
}

/** Of two values that are not `===` and not both containers: do they say the same as JSON? */
export function sameScalar(a: unknown, b: unknown): boolean {
  if (isContainer(a) || isContainer(b)) return sameSubstitute(a, b);
  if (isAbsent(a)) return isAbsent(b);
  return isNull(a) && isNull(b);
}

/** A container that JSON writes as a scalar, such as a date, against a scalar. */
function sameSubstitute(a: unknown, b: unknown): boolean {
  const [plainA, plainB] = [a, b].map((value) => (isContainer(value) && !isPlain(value) ? normalise(value) : value));
  return !isContainer(plainA) && !isContainer(plainB) && (plainA === plainB || sameScalar(plainA, plainB));
}

function isNull(value: unknown): boolean {
  return value === null || (typeof value === "number" && !Number.isFinite(value));
}

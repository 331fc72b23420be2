import { Comparison, sameScalar, type KnownDifferent } from "./compare.ts";
import { asObject, isAbsent, isContainer, isPlain, memberCount, type JsonObject } from "./json-value.ts";

/** Levels compared at full speed. */
const MAX_DEPTH = 50;

/** What the fast comparison finds; it does not know about values that are deep or not quite JSON. */
type Finding = "same" | "different" | "unknown";

/**
 * True when both say the same as JSON: order of members, absent members and identity do not count, order of elements does.
 *
 * @param known remembers, from one comparison of deep values to the next, which parts differ
 */
export function equal(a: unknown, b: unknown, known?: KnownDifferent): boolean {
  if (a === b) return true;
  if (!isContainer(a) || !isContainer(b)) return sameScalar(a, b);
  if (known !== undefined && known.size > 0 && known.get(a) === b) return false;
  const finding = compare(a, b, 0);
  return finding === "unknown" ? new Comparison(known).run(a, b) : finding === "same";
}

function compare(a: object, b: object, depth: number): Finding {
  if (depth > MAX_DEPTH || !isPlain(a) || !isPlain(b)) return "unknown";
  if (Array.isArray(a)) return Array.isArray(b) ? compareLists(a, b, depth + 1) : "different";
  return Array.isArray(b) ? "different" : compareObjects(asObject(a), asObject(b), depth + 1);
}

function compareValues(a: unknown, b: unknown, depth: number): Finding {
  if (isContainer(a) && isContainer(b)) return compare(a, b, depth);
  // Two texts, or two numbers that are some: nothing but `===` makes them the same.
  if (typeof a === "string" && typeof b === "string") return "different";
  return sameScalar(a, b) ? "same" : isAbsent(a) || isAbsent(b) ? "unknown" : "different";
}

function compareLists(a: readonly unknown[], b: readonly unknown[], depth: number): Finding {
  if (a.length !== b.length) return "different";
  for (let i = 0; i < a.length; i += 1) {
    const valueA = a[i];
    const valueB = b[i];
    if (valueA === valueB) continue;
    const finding = compareValues(valueA, valueB, depth);
    if (finding !== "same") return finding;
  }
  return "same";
}

/** `for in` reads the members of a plain object twice as fast as `Object.keys` does. */
function compareObjects(a: JsonObject, b: JsonObject, depth: number): Finding {
  let members = 0;
  for (const key in a) {
    members += 1;
    const valueA = a[key];
    const valueB = b[key];
    if (valueA === undefined) return "unknown";
    if (valueA === valueB) continue;
    const finding = compareValues(valueA, valueB, depth);
    if (finding !== "same") return finding;
  }
  return members === memberCount(b) ? "same" : "unknown";
}

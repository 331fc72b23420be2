import { asObject, isContainer, isPlain, memberCount, type JsonObject } from "./json-value.ts";

/** Levels compared before the comparison says it does not know. */
const MAX_DEPTH = 50;

/** What a fast comparison finds; it does not know about values that are deep or not quite JSON. */
export type Finding = "same" | "different" | "unknown";

/** Compares two containers at full speed. Most are plain JSON, and then the answer is final. */
export function comparePlain(a: object, b: object, depth = 0): Finding {
  if (depth > MAX_DEPTH || !isPlain(a) || !isPlain(b)) return "unknown";
  if (Array.isArray(a)) return Array.isArray(b) ? compareLists(a, b, depth + 1) : "different";
  return Array.isArray(b) ? "different" : compareObjects(asObject(a), asObject(b), depth + 1);
}

function compareLists(a: readonly unknown[], b: readonly unknown[], depth: number): Finding {
  if (a.length !== b.length) return "different";
  for (let i = 0; i < a.length; i += 1) {
    const valueA = a[i];
    const valueB = b[i];
    if (valueA === undefined) return "unknown";
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

/** Of values that are not `===`: two texts differ, two containers may say the same, and all else is for others to say. */
function compareValues(a: unknown, b: unknown, depth: number): Finding {
  if (isContainer(a) && isContainer(b)) return comparePlain(a, b, depth);
  if (typeof a === "string" && typeof b === "string") return "different";
  if (typeof a === "number" && typeof b === "number")
    return Number.isFinite(a) || Number.isFinite(b) ? "different" : "unknown";
  return "unknown";
}

import { equal } from "./equal.ts";
import { isForbidden } from "./forbidden.ts";
import { isAbsent, type JsonObject } from "./json-value.ts";
import type { Walk } from "./walk.ts";

/**
 * Writes the difference of two objects, member by member.
 *
 * @returns false when the object has to be replaced as a whole, since a pointer would have to name a forbidden member
 */
export function diffObject(walk: Walk, before: JsonObject, after: JsonObject): boolean {
  const keysBefore = Object.keys(before);
  const keysAfter = Object.keys(after);
  // Two objects of one kind list their members alike; the first that is out of line ends that hope.
  let aligned = true;
  for (let i = 0; i < keysBefore.length; i += 1) {
    const key = keysBefore[i]!;
    if (aligned && keysAfter[i] !== key) aligned = false;
    const was = before[key];
    const now = aligned || Object.hasOwn(after, key) ? after[key] : undefined;
    if (was !== now && !diffMember(walk, key, was, now)) return false;
  }
  if (aligned && keysBefore.length === keysAfter.length) return true;
  for (let i = aligned ? keysBefore.length : 0; i < keysAfter.length; i += 1) {
    const key = keysAfter[i]!;
    const now = after[key];
    if (isAbsent(now) || Object.hasOwn(before, key)) continue;
    if (isForbidden(key)) return false;
    walk.writer.add(key, now);
  }
  return true;
}

function diffMember(walk: Walk, key: string, was: unknown, now: unknown): boolean {
  if (isForbidden(key)) return equal(was, now);
  if (isAbsent(now)) {
    if (!isAbsent(was)) walk.writer.remove(key);
  } else if (isAbsent(was)) {
    walk.writer.add(key, now);
  } else {
    walk.visit(key, was, now);
  }
  return true;
}

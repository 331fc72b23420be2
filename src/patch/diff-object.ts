import { equal } from "./equal.ts";
import { isForbidden } from "./forbidden.ts";
import { isAbsent, memberCount, type JsonObject } from "./json-value.ts";
import { renameMembers } from "./rename-members.ts";
import type { Walk } from "./walk.ts";

/**
 * Writes the difference of two plain objects, member by member.
 *
 * @returns false when the object has to be replaced as a whole, since a pointer would have to name a forbidden member
 */
export function diffObject(walk: Walk, before: JsonObject, after: JsonObject): boolean {
  // How many members of `before` are still there; where nothing is missed by this count, nothing can have been added.
  let kept = 0;
  // Where moves are written, what is gone may turn up under another name.
  const gone: string[] | undefined = walk.moves ? [] : undefined;
  // `for in` reads the members of a plain object twice as fast as `Object.keys` does.
  for (const key in before) {
    const was = before[key];
    const now = after[key];
    if (was === now && was !== undefined) {
      kept += 1;
      continue;
    }
    const has = Object.hasOwn(after, key);
    if (has) kept += 1;
    if (!diffMember(walk, key, was, has ? now : undefined, gone)) return false;
  }
  const renamed = gone === undefined || gone.length === 0 ? undefined : renameMembers(walk, before, after, gone);
  kept -= memberCount(after);
  return kept === 0 || addMembers(walk, before, after, renamed);
}

function addMembers(
  walk: Walk,
  before: JsonObject,
  after: JsonObject,
  renamed: ReadonlySet<string> | undefined,
): boolean {
  for (const key of Object.keys(after)) {
    const now = after[key];
    if (isAbsent(now) || Object.hasOwn(before, key) || renamed?.has(key) === true) continue;
    if (isForbidden(key)) return false;
    walk.writer.add(key, now);
  }
  return true;
}

function diffMember(walk: Walk, key: string, was: unknown, now: unknown, gone: string[] | undefined): boolean {
  if (isForbidden(key)) return equal(was, now);
  if (isAbsent(now)) {
    if (isAbsent(was)) return true;
    if (gone === undefined) walk.writer.remove(key);
    else gone.push(key);
  } else if (isAbsent(was)) {
    walk.writer.add(key, now);
  } else {
    walk.visit(key, was, now);
  }
  return true;
}

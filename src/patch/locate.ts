import { isForbidden } from "./forbidden.ts";
import { asObject, isContainer } from "./json-value.ts";
import { PatchError } from "./patch-error.ts";
import { isIndex, parsePointer } from "./pointer.ts";

/** A pointer of an operation, taken apart. */
export interface Target {
  readonly path: string;
  readonly tokens: readonly string[];
  /** Position of the operation in its patch. */
  readonly index: number;
}

/**
 * Parses a pointer and refuses names that reach prototypes.
 *
 * @throws PatchError `BAD_OPERATION` for what is no text, `BAD_POINTER`, `FORBIDDEN_PATH`
 */
export function target(path: unknown, member: "path" | "from", index: number): Target {
  if (typeof path !== "string") throw new PatchError("BAD_OPERATION", `has a ${member} that is no text`, "", index);
  const tokens = parsePointer(path, index);
  for (let i = 0; i < tokens.length; i += 1) {
    if (isForbidden(tokens[i]!)) throw new PatchError("FORBIDDEN_PATH", `names ${tokens[i]}`, path, index);
  }
  return { path, tokens, index };
}

/**
 * The value at a pointer.
 *
 * @throws PatchError `MISSING`, `BAD_INDEX`, `FORBIDDEN_PATH`
 */
export function valueAt(state: unknown, { tokens, path, index }: Target): unknown {
  let value = state;
  for (let i = 0; i < tokens.length; i += 1) value = memberOf(value, tokens[i]!, path, index);
  return value;
}

/**
 * One step down: an own member, or an element.
 *
 * @throws PatchError as `valueAt`
 */
export function memberOf(value: unknown, token: string, path: string, index: number): unknown {
  if (!isContainer(value))
    throw new PatchError("MISSING", `: ${JSON.stringify(token)} is looked for in a scalar`, path, index);
  if (Array.isArray(value)) return value[elementIndex(value, token, value.length - 1, path, index)];
  if (!Object.hasOwn(value, token)) throw missing(value, token, path, index);
  return asObject(value)[token];
}

/**
 * Reads a canonical array index.
 *
 * @param last the largest index allowed
 * @throws PatchError `BAD_INDEX`, or `FORBIDDEN_PATH` for what an array inherits
 */
export function elementIndex(
  list: readonly unknown[],
  token: string,
  last: number,
  path: string,
  index: number,
): number {
  if (isIndex(token)) {
    const at = Number(token);
    if (at <= last) return at;
    throw new PatchError("BAD_INDEX", `: ${token} is beyond the end of a list of ${list.length}`, path, index);
  }
  if (token in Array.prototype && token !== "length") throw missing(list, token, path, index);
  throw new PatchError("BAD_INDEX", `: ${JSON.stringify(token)} is no index of a list`, path, index);
}

function missing(value: object, token: string, path: string, index: number): PatchError {
  if (token in value) return new PatchError("FORBIDDEN_PATH", `: ${JSON.stringify(token)} is inherited`, path, index);
  return new PatchError("MISSING", `: there is no ${JSON.stringify(token)}`, path, index);
}

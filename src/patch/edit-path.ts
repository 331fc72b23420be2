import type { Copies } from "./copies.ts";
import { asObject, isContainer, setOwn } from "./json-value.ts";
import { memberOf, type Target } from "./locate.ts";
import { PatchError } from "./patch-error.ts";

/** Changes one member of a container: returns the container, copied unless that has been done or nothing changes. */
export type Edit = (container: object, token: string, value: unknown, to: Target, copies: Copies) => object;

/**
 * The state with the container that holds the target edited, and the containers above it copied.
 *
 * @throws PatchError when the way down to the target ends early, or whatever `change` throws
 */
export function edit(state: unknown, to: Target, value: unknown, copies: Copies, change: Edit): unknown {
  const { tokens, path, index } = to;
  const depth = tokens.length - 1;
  // The whole document: a removed one is null, since there is no JSON for nothing.
  if (depth < 0) return value === undefined ? null : value;
  const above: object[] = [];
  let container = state;
  for (let i = 0; i < depth; i += 1) {
    const below = memberOf(container, tokens[i]!, path, index);
    above.push(container as object);
    container = below;
  }
  if (!isContainer(container)) throw new PatchError("MISSING", "names a part of a scalar", path, index);
  let below = change(container, tokens[depth]!, value, to, copies);
  for (let i = depth - 1; i >= 0 && below !== container; i -= 1) {
    container = above[i]!;
    below = withMember(container as object, tokens[i]!, below, copies);
  }
  return below === container ? state : below;
}

function withMember(container: object, token: string, member: unknown, copies: Copies): object {
  if (Array.isArray(container)) {
    const list = copies.list(container);
    list[Number(token)] = member;
    return list;
  }
  const object = copies.object(asObject(container));
  setOwn(object, token, member);
  return object;
}

import { FrameError } from "./errors.ts";
import type { FrameLimits } from "./limits.ts";

const FORBIDDEN = "__proto__";

/**
 * Walks parsed JSON once, without recursion, and refuses what would be dangerous to copy, merge or stringify later.
 *
 * @param request the id of the request that the JSON came with, for the error
 * @throws FrameError `TOO_DEEP`, `TOO_WIDE`, or `FORBIDDEN_KEY` for an own member `__proto__`, which `Object.assign` would turn into
 * a prototype
 */
export function inspectJson(root: unknown, limits: FrameLimits, request?: number): void {
  let level: readonly object[] = isHolder(root) ? [root] : [];
  let nodes = 1;
  for (let depth = 1; level.length > 0; depth += 1) {
    const before = nodes;
    const below: object[] = [];
    for (const holder of level) {
      if (Object.hasOwn(holder, FORBIDDEN)) {
        throw new FrameError("FORBIDDEN_KEY", `a member is named ${FORBIDDEN}`, request);
      }
      const children: readonly unknown[] = Array.isArray(holder) ? holder : Object.values(holder);
      nodes += children.length;
      for (const child of children) if (isHolder(child)) below.push(child);
    }
    if (depth > limits.depth && nodes > before)
      throw new FrameError("TOO_DEEP", `it nests deeper than ${limits.depth} levels`, request);
    if (nodes > limits.nodes) throw new FrameError("TOO_WIDE", `it holds more than ${limits.nodes} values`, request);
    level = below;
  }
}

/** Whether a value may hold others. */
function isHolder(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

import { FrameError } from "./errors.ts";
import type { FrameLimits } from "./limits.ts";

const FORBIDDEN = "__proto__";

/**
 * Walks parsed JSON once, without recursion, and refuses what would be dangerous to copy, merge or stringify later.
 *
 * @throws FrameError `TOO_DEEP`, `TOO_WIDE`, or `FORBIDDEN_KEY` for an own member `__proto__`, which `Object.assign` would turn into
 * a prototype
 */
export function inspectJson(root: unknown, limits: FrameLimits): void {
  let level = [root];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.depth) throw new FrameError("TOO_DEEP", `it nests deeper than ${limits.depth} levels`);
    nodes += level.length;
    if (nodes > limits.nodes) throw new FrameError("TOO_WIDE", `it holds more than ${limits.nodes} values`);
    level = level.flatMap(childrenOf);
  }
}

function childrenOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (Object.hasOwn(value, FORBIDDEN)) throw new FrameError("FORBIDDEN_KEY", `a member is named ${FORBIDDEN}`);
  return Object.values(value);
}

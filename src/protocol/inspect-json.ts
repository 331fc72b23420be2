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
  let level = [root];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.depth) throw new FrameError("TOO_DEEP", `it nests deeper than ${limits.depth} levels`, request);
    nodes += level.length;
    if (nodes > limits.nodes) throw new FrameError("TOO_WIDE", `it holds more than ${limits.nodes} values`, request);
    level = level.flatMap((value) => childrenOf(value, request));
  }
}

function childrenOf(value: unknown, request: number | undefined): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (Object.hasOwn(value, FORBIDDEN)) {
    throw new FrameError("FORBIDDEN_KEY", `a member is named ${FORBIDDEN}`, request);
  }
  return Object.values(value);
}

import type { RequestCode } from "../protocol/reply.ts";
import type { Request } from "./request.ts";

/** requests that may wait */
const MOST_WAITING = 1_000;
/** characters of all that wait; a single one may be larger */
const MOST_SIZE = 1_048_576;

/** Why a request is not taken in, as code and text; `undefined` when it is. */
export function refusalOf(
  { offline, size = 0 }: Request,
  waiting: readonly Request[],
  live: boolean,
): readonly [RequestCode, string] | undefined {
  if (offline === "fail" && !live) return ["offline", "there is no live connection; wait for connected$"];
  const sizes = waiting.reduce((sum, other) => sum + (other.size ?? 0), size);
  const full = waiting.length >= MOST_WAITING || (waiting.length > 0 && sizes > MOST_SIZE);
  return full ? ["full", `${waiting.length} requests are waiting for a connection`] : undefined;
}

import type { RequestCode } from "../protocol/reply.ts";
import type { OutboxItem } from "./outbox-item.ts";

/** requests that may wait */
const MOST_WAITING = 1_000;
/** characters of all that wait; a single one may be larger */
const MOST_SIZE = 1_048_576;

/** Why a request is not taken in, as code and text; `undefined` when it is. */
export function refusalOf(
  entry: OutboxItem,
  waiting: readonly OutboxItem[],
  live: boolean,
): readonly [RequestCode, string] | undefined {
  if (entry.request.offline === "fail" && !live) return ["offline", "there is no live connection; wait for connected$"];
  if (waiting.length === 0) return undefined;
  const sizes = waiting.reduce((sum, { size }) => sum + size, entry.size);
  const full = waiting.length >= MOST_WAITING || sizes > MOST_SIZE;
  return full ? ["full", `${waiting.length} requests are waiting for a connection`] : undefined;
}

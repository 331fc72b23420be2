import type { RequestCode } from "../protocol/reply.ts";
import type { OutboxItem } from "./outbox-item.ts";

/** requests that may wait */
const MOST_WAITING = 1_000;
/** characters of all that wait; a single one may be larger */
const MOST_SIZE = 1_048_576;

/** Why a request is not taken in, as code and text; `undefined` when it is. */
export function refusalOf(
  entry: OutboxItem,
  waiting: Iterable<OutboxItem>,
  live: boolean,
): readonly [RequestCode, string] | undefined {
  if (entry.request.offline === "fail" && !live) return ["offline", "there is no live connection; wait for connected$"];
  let count = 0;
  let sizes = 0;
  for (const { size } of waiting) {
    count += 1;
    sizes += size;
  }
  const full = count > 0 && (count >= MOST_WAITING || sizes + entry.size > MOST_SIZE);
  return full ? ["full", `${count} requests are waiting for a connection`] : undefined;
}

import type { RequestCode } from "../protocol/reply.ts";
import type { OutboxItem } from "./outbox-item.ts";

/** requests that may wait */
const MOST_WAITING = 1_000;
/** characters of all that wait; a single one may be larger, and a write, of which nobody knows what it will say, counts by its number alone */
const MOST_SIZE = 1_048_576;
/** requests that may be under way; a server refuses more than 64 */
const MOST_ASKED = 32;

/** Why a request is not taken in, as code and text; `undefined` when it is. */
export function refusalOf(
  entry: OutboxItem,
  waiting: Iterable<OutboxItem>,
  live: boolean,
): readonly [RequestCode, string] | undefined {
  if (entry.request.offline === "fail" && !live) return ["offline", "there is no live connection; wait for connected$"];
  let count = 0;
  let sizes = 0;
  for (const { request, size } of waiting) {
    // it takes their place
    if (entry.request.offline === "latest" && request.name === entry.request.name) continue;
    count += 1;
    sizes += size;
  }
  const full = count > 0 && (count >= MOST_WAITING || sizes + entry.size > MOST_SIZE);
  return full ? ["full", `${count} requests are waiting for a connection`] : undefined;
}

/** Whether the server has as many requests as it is to have at once, not counting those that may last. */
export function isBusy(sent: ReadonlyMap<number, OutboxItem>): boolean {
  if (sent.size < MOST_ASKED) return false;
  return [...sent.values()].filter(({ request }) => request.lasting !== true).length >= MOST_ASKED;
}

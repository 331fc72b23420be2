import type { Session } from "ws-sync-rx";
import type { Watch } from "./violation.ts";

/** What may be held, at most: `outbox-bounds.ts`, `outbox.ts`, `replies.ts`, `ring.ts`, `outflow.ts` and PROTOCOL.md say so. */
export const BOUNDS = {
  /** requests of a client that wait, and characters of them together; a single one may be larger */
  waiting: 1_000,
  waitingSize: 1_048_576,
  /** requests of a client that are to be answered soon */
  asked: 32,
  /** requests of a client that a server has not answered */
  unanswered: 64,
  /** outcomes that a server remembers of a client, and characters of them together */
  remembered: 256,
  rememberedSize: 1_048_576,
  /** deltas of a state, and operations in them */
  deltas: 256,
  operations: 10_000,
  /** events that wait for a line that is full; with one more it is cut */
  events: 256,
} as const;

/** Looks at what a client holds: I4. */
export function checkClient(name: string, { outbox }: Session, watch: Watch): void {
  const { items } = outbox;
  // not those that a server has given back, and not what an earlier page has left: both come on top, as do parts of what was refused
  const waiting = items.filter(({ state, event, order }) => state === "waiting" && event === undefined && order > 0);
  const size = waiting.length > 1 ? waiting.reduce((sum, item) => sum + item.size, 0) : 0;
  const asked = items.filter(({ state, request }) => state === "sent" && request.lasting !== true).length;
  const count = new Set(waiting.map(({ order }) => order)).size;
  if (count > BOUNDS.waiting + BOUNDS.asked) watch.fail("I4", `${count} requests of ${name} wait`);
  if (size > BOUNDS.waitingSize) watch.fail("I4", `${size} characters of ${name} wait`);
  if (asked > BOUNDS.asked) watch.fail("I4", `${asked} requests of ${name} are under way`);
}

/** Looks at what a server's session holds: I4. */
export function checkServer({ lines }: Session, watch: Watch): void {
  for (const { peer } of lines) {
    const open = peer?.replies.open ?? 0;
    if (open > BOUNDS.unanswered) watch.fail("I4", `${open} requests of a client are unanswered`);
  }
}

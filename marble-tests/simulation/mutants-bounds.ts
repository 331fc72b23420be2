import type { Mutant } from "./mutant.ts";

const OUTBOX = "src/session/outbox.ts";
const OUTBOX_BOUNDS = "src/session/outbox-bounds.ts";
const REPLIES = "src/session/replies.ts";
const RING = "src/sync/ring.ts";

/** Bounds that are taken away, and requests that are not kept, or kept, against what their author said. */
export const boundMutants: readonly Mutant[] = [
  {
    name: "ring without bound",
    why: "a feed keeps all its deltas",
    patches: [{ file: RING, find: "this.#held.length > count", replace: "count < 0" }],
  },
  {
    name: "ring without bound of operations",
    why: "a feed keeps deltas of any size",
    patches: [{ file: RING, find: "this.#operations > operations", replace: "operations < 0" }],
  },
  {
    name: "outbox without bound",
    why: "any number of requests may wait",
    patches: [{ file: OUTBOX_BOUNDS, find: "count >= MOST_WAITING || ", replace: "" }],
  },
  {
    name: "outbox without bound of size",
    why: "requests of any size may wait",
    patches: [{ file: OUTBOX_BOUNDS, find: " || sizes + entry.size > MOST_SIZE", replace: "" }],
  },
  {
    name: "all requests at once",
    why: "a client sends all that it has, whatever is not answered",
    patches: [{ file: OUTBOX, find: "|| isBusy(this.#sent)", replace: "" }],
  },
  {
    name: "outcomes kept for ever",
    why: "a server remembers the outcomes of all requests",
    patches: [{ file: REPLIES, find: "this.#done.size <= REMEMBERED && ", replace: "" }],
  },
  {
    name: "outcomes of any size kept",
    why: "a server remembers so many outcomes, however large",
    patches: [{ file: REPLIES, find: "(this.#bytes <= REMEMBERED_SIZE || this.#done.size === 1)", replace: "true" }],
  },
  {
    name: "events without bound",
    why: "any number of events may wait for a line that is too slow",
    patches: [
      {
        file: "src/session/outflow.ts",
        find: "this.#waiting.push(event) > MOST_WAITING",
        replace: "this.#waiting.push(event) < 0",
      },
    ],
  },
  {
    name: "cancelled entry is sent all the same",
    why: "what was taken back is still in the outbox",
    patches: [
      {
        file: OUTBOX,
        find: "if (!this.#remove(entry)) return false;",
        replace: 'if (entry.state !== "waiting") return false;',
      },
    ],
  },
  {
    name: "given up and sent all the same",
    why: "a call that is given up while it waits is not taken out of the outbox",
    patches: [{ file: "src/session/requested.ts", find: "submitted.withdraw();", replace: "void submitted;" }],
  },
  {
    name: "latest keeps the older one",
    why: "what is to take the place of an earlier request waits behind it",
    patches: [
      {
        file: OUTBOX,
        find: "if (former.request.name === request.name) this.#cancel(former);",
        replace: "void former;",
      },
    ],
  },
  {
    name: "fail waits",
    why: "what is to fail without a line waits for one",
    patches: [{ file: OUTBOX_BOUNDS, find: 'entry.request.offline === "fail" && !live', replace: "!live && live" }],
  },
  {
    name: "false alarm",
    why: "a heartbeat has no patience: whatever is not answered at once is dead",
    patches: [
      {
        file: "src/connection/heartbeat.ts",
        find: "scheduler.now() + wait + underWay",
        replace: "scheduler.now() + underWay",
      },
    ],
  },
];

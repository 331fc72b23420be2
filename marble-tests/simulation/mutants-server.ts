import type { Mutant } from "./mutant.ts";

const REPLIES = "src/session/replies.ts";
const MEMORIES = "src/session/memories.ts";
const WRITES = "src/sync/writes.ts";
const CONFLICT = "src/sync/write-conflict.ts";
const FEED = "src/sync/feed.ts";
const SERVE = "src/sync/serve-versioned.ts";
const SYNCED = "src/sync/synced.ts";

/** the client asks again for what does not follow on what it has; without that, a server's mistake stays */
const NO_GAP_CHECK = {
  file: SYNCED,
  find: "else if ((base ?? version - 1) !== position.version) this.#heal(position);",
  replace: "",
};

/** Bugs of a server. */
export const serverMutants: readonly Mutant[] = [
  {
    name: "no dedupe",
    inSmall: true,
    why: "a request that comes twice is served twice",
    patches: [{ file: REPLIES, find: "if (id <= this.#last) {", replace: "if (id < 0) {" }],
  },
  {
    name: "memory forgotten on reconnect",
    inSmall: true,
    why: "what was served is forgotten with the line, and the client does not learn it",
    patches: [
      { file: MEMORIES, find: "this.#byClient.get(client) ?? ", replace: "" },
      { file: MEMORIES, find: "this.#env.id()", replace: '"memory"' },
    ],
  },
  {
    name: "one name for all memories",
    why: "a server that has begun anew cannot be told from the one before",
    patches: [{ file: MEMORIES, find: "this.#env.id()", replace: '"memory"' }],
  },
  {
    name: "outcome not remembered",
    inSmall: true,
    why: "an answer that was lost with its line is not repeated",
    patches: [{ file: REPLIES, find: "    this.#done.set(id, reply);\n", replace: "" }],
  },
  {
    name: "outcome of another request",
    why: "a remembered outcome is given for the wrong request",
    patches: [
      {
        file: REPLIES,
        find: "const reply = this.#done.get(id);",
        replace: "const reply = [...this.#done.values()].at(-1);",
      },
    ],
  },
  {
    name: "given back and served",
    why: "a server that stops gives requests back and serves them all the same",
    patches: [
      {
        file: REPLIES,
        find: '"the server stops" } }), "behind");\n      return false;',
        replace: '"the server stops" } }), "behind");\n      this.#last = id;\n      return true;',
      },
    ],
  },
  {
    name: "no commute check",
    inSmall: true,
    why: "a write is taken whatever has happened since its base",
    patches: [
      {
        file: CONFLICT,
        find: "happened === undefined || !commute(happened, write.operations)",
        replace: "happened === undefined",
      },
    ],
  },
  {
    name: "wrong base",
    why: "a write is held against the present version, not against its own",
    patches: [
      {
        file: CONFLICT,
        find: "feed.deltasSince({ epoch, version: base })",
        replace: "feed.deltasSince({ epoch, version: Math.max(base, current.position.version) })",
      },
    ],
  },
  {
    name: "list shifts commute",
    why: "an index is thought to mean the same element after an insertion before it",
    patches: [
      {
        file: "src/patch/commute.ts",
        find: "return !isShifted(a, b, common) && !isShifted(b, a, common);",
        replace: "return true;",
      },
    ],
  },
  {
    name: "rejected write leaves an effect",
    why: "the state is changed before it is checked",
    patches: [
      {
        file: WRITES,
        find: "const next = check(write.applyTo(before), before);",
        replace: "holder.next(write.applyTo(before));\n      const next = check(holder.value, before);",
      },
    ],
  },
  {
    name: "first operation of a rejected write stays",
    why: "a write is made by half",
    patches: [
      {
        file: WRITES,
        find: "const next = check(write.applyTo(before), before);",
        replace:
          "if (write.operations.length > 1) holder.next(writeOf({ ...event, data: [write.operations[0]] }).applyTo(before));\n      const next = check(write.applyTo(before), before);",
      },
    ],
  },
  {
    name: "resume from a trimmed ring",
    why: "deltas that the ring no longer holds are left out",
    patches: [
      {
        file: "src/sync/ring.ts",
        find: "return from < 0 ? undefined : this.#held.slice(from)",
        replace: "return this.#held.slice(Math.max(0, from))",
      },
    ],
  },
  {
    name: "resume across epochs",
    why: "versions of another life of the feed are taken for those of this one",
    patches: [{ file: FEED, find: "position.epoch === epoch && Number", replace: "Number" }],
  },
  {
    name: "one epoch for ever",
    why: "a feed that begins anew is named like the one before",
    patches: [
      { file: "src/sync/publish.ts", find: "epoch: () => session.env.id(),", replace: 'epoch: () => "epoch",' },
      { file: "src/sync/sync.ts", find: "epoch: () => session.env.id(),", replace: 'epoch: () => "epoch",' },
    ],
  },
  {
    name: "merged delta kept too long",
    why: "what brings readers up to date is not made anew after a change",
    patches: [
      {
        file: FEED,
        find: "    this.#catchUps.clear();\n    for (const reader of",
        replace: "    for (const reader of",
      },
    ],
  },
  {
    name: "merged delta from the wrong version",
    why: "a delta in the place of several begins where the last of them does",
    patches: [
      {
        file: FEED,
        find: "const { before = current.state, base = 0 } = missed[0] ?? {};",
        replace: "const { before = current.state } = missed[0] ?? {};\n    const { base = 0 } = missed.at(-1) ?? {};",
      },
    ],
  },
  {
    name: "stale line forgotten after conflation",
    why: "a line that was full is not brought up to date when it can take more",
    patches: [{ file: SERVE, find: "if (begun && behind) catchUp();", replace: "behind = false;" }],
  },
  {
    name: "passed over and not noticed",
    why: "a full line is passed over, then goes on with the next delta; the client does not look for gaps",
    patches: [
      {
        file: SERVE,
        find: "if (fits && !behind && line.writable) send(update);\n      else catchUp();",
        replace: "if (line.writable) send(update);",
      },
      NO_GAP_CHECK,
    ],
  },
  {
    name: "resumed one version too late",
    inSmall: true,
    why: "a line that comes back is given what follows the first delta it has missed; the client does not look for gaps",
    patches: [
      {
        file: SERVE,
        find: "let sent: Position | undefined = resumed;",
        replace:
          "let sent: Position | undefined = resumed && { ...resumed, version: Math.min(resumed.version + 1, feed.current?.position.version ?? 0) };",
      },
      NO_GAP_CHECK,
    ],
  },
  {
    name: "task cancel cancels its successor",
    why: "a cancel reaches whatever run there is, not the one that is meant",
    patches: [
      {
        file: "src/remote/run-task.ts",
        find: "return run === start.envelope?.id && clients[0] === clients[1];",
        replace: "return clients.length > 0;",
      },
    ],
  },
];

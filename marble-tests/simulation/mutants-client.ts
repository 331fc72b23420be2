import type { Mutant } from "./mutant.ts";

const OUTBOX = "src/session/outbox.ts";
const ASKED = "src/sync/asked-writes.ts";
const SYNCED = "src/sync/synced.ts";
const COPY = "src/sync/local-copy.ts";

/** Bugs of a client. */
export const clientMutants: readonly Mutant[] = [
  {
    name: "queue cleared on send",
    why: "what was sent is taken to be done (the original client)",
    patches: [{ file: OUTBOX, find: "    this.#sent.set(entry.id, entry);\n", replace: "" }],
  },
  {
    name: "not sent again",
    inSmall: true,
    why: "a request without an answer is not sent on the next line",
    patches: [
      {
        file: OUTBOX,
        find: "for (const { event, safe } of before) if (event !== undefined && safe) this.#session.next(event);",
        replace: "",
      },
    ],
  },
  {
    name: "memory not looked at",
    why: "requests are sent again to a server that began anew",
    patches: [{ file: OUTBOX, find: "version === 1 || memory !== this.memory", replace: "version === 1" }],
  },
  {
    name: "interrupted requests sent again",
    inSmall: true,
    why: "what may have been done is asked for once more",
    patches: [
      {
        file: OUTBOX,
        find: 'this.fail(before, "interrupted", message);',
        replace:
          'for (const entry of before) {\n        this.#release(entry);\n        entry.state = "waiting";\n        this.#insert([entry]);\n      }\n      void message;',
      },
    ],
  },
  {
    name: "given back and forgotten",
    why: "a request that a stopping server gave back is not sent to the next",
    patches: [
      {
        file: OUTBOX,
        find: "      this.#held = true;\n      this.#insert([entry]);",
        replace: "      this.#held = true;",
      },
    ],
  },
  {
    name: "held for ever",
    why: "after a request was given back nothing is sent any more",
    patches: [{ file: OUTBOX, find: "    this.#held = false;\n", replace: "" }],
  },
  {
    name: "outbox reordered",
    why: "the latest request goes out first",
    patches: [
      {
        file: "src/session/waiting-items.ts",
        find: "[...items, ...this.#items].sort((a, b) => a.order - b.order)",
        replace: "[...items, ...this.#items]",
      },
    ],
  },
  {
    name: "two writes under way",
    why: "a write does not wait for the outcome of the one before",
    patches: [
      { file: OUTBOX, find: "if (lane !== undefined && this.#lanes.has(lane)) return undefined;", replace: "" },
    ],
  },
  {
    name: "lane never free",
    why: "after the outcome of a write the next one still waits",
    patches: [
      {
        file: OUTBOX,
        find: 'if (entry.state === "sent" && lane !== undefined) this.#lanes.delete(lane);',
        replace: "void lane;",
      },
    ],
  },
  {
    name: "answer to the wrong request",
    why: "an answer ends the oldest request, whichever it names",
    patches: [
      {
        file: OUTBOX,
        find: "re === undefined ? undefined : this.#sent.get(re);",
        replace: "re === undefined ? undefined : [...this.#sent.values()][0];",
      },
    ],
  },
  {
    name: "overlay dropped before the delta",
    why: "a write leaves the copy with its answer, though the version that shows it is still under way",
    patches: [
      { file: ASKED, find: "version !== undefined && version > position.version", replace: "version === Infinity" },
    ],
  },
  {
    name: "overlay not dropped",
    inSmall: true,
    why: "a write that is in the state stays on top of it",
    patches: [
      { file: ASKED, find: "take(isShown ? taken.writes.map(({ asked }) => asked) : []);", replace: "take([]);" },
    ],
  },
  {
    name: "rejected write stays in the view",
    why: "what the server refused is not taken back",
    patches: [
      {
        file: ASKED,
        find: "  #over(writes: readonly Write<S>[], end: Settled): void {\n",
        replace:
          '  #over(writes: readonly Write<S>[], end: Settled): void {\n    if (end.kind === "failed") writes = [...writes].map((write) => ({ ...write, asked: { ...write.asked } }));\n',
      },
    ],
  },
  {
    name: "merged write loses one",
    why: "of two writes that wait, only the later is sent",
    patches: [
      { file: ASKED, find: "    writes.push(write);\n", replace: "    writes.splice(0, writes.length, write);\n" },
    ],
  },
  {
    name: "merged assignment has no outcome",
    why: "the earlier of two assignments to one member is never heard of again",
    patches: [{ file: ASKED, find: "    write.outcomes.push(...before.outcomes);\n", replace: "" }],
  },
  {
    name: "index write not rebased",
    why: "after a conflict the same operations are sent again, as if made on the new version",
    patches: [
      {
        file: ASKED,
        find: "const operations = copy.operationsOf(asked);",
        replace:
          "const operations = STALE.get(writes) ?? copy.operationsOf(asked);\n    STALE.set(writes, operations);",
      },
      {
        file: ASKED,
        find: "/** a write that does not go together",
        replace:
          "const STALE = new WeakMap<object, readonly PatchOperation[]>();\n/** a write that does not go together",
      },
    ],
  },
  {
    name: "operations made on what is shown",
    why: "what is sent is the difference to a view that has the write already",
    patches: [{ file: COPY, find: "made(this.confirmed, asked, true)", replace: "made(this.view, asked, true)" }],
  },
  {
    name: "deltas put on what is shown",
    why: "a delta is applied to the view, pending writes included",
    patches: [
      {
        file: COPY,
        find: "const confirmed = applyPatch(this.confirmed, operations);",
        replace: "const confirmed = applyPatch(this.view, operations);",
      },
    ],
  },
  {
    name: "position not kept",
    why: "the version is not counted on with the deltas",
    patches: [
      {
        file: SYNCED,
        find: "        received.position = position;\n",
        replace: "",
      },
    ],
  },
  {
    name: "an answer overtakes what it answers",
    why: "a write that is made when another is shown is asked for before that one",
    patches: [
      {
        file: ASKED,
        find: "return this.#target.quietly(() => this.#add(change));",
        replace: "return this.#add(change);",
      },
    ],
  },
];

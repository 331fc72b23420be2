import type { Mutant } from "./mutant.ts";

const JOURNAL = "src/store/journal.ts";
const NO_IDS = { file: JOURNAL, find: '    ...(state === "sent" ? { id } : {}),\n', replace: "" };

/** Bugs of an outbox that is kept beyond its page. */
export const storeMutants: readonly Mutant[] = [
  {
    name: "the store is not read after a reload",
    why: "what an earlier page left is overwritten",
    patches: [
      {
        file: "src/store/keep-outbox.ts",
        find: "if (record !== undefined) restore(record, alone);",
        replace: "if (record !== undefined) void restore;",
      },
    ],
  },
  {
    name: "the store forgets under which id",
    why: "what was sent and not answered is sent by the next page as something new",
    patches: [NO_IDS],
  },
  {
    name: "the store keeps what was answered",
    why: "the last answered requests stay in the store, as if they waited",
    patches: [
      NO_IDS,
      {
        file: JOURNAL,
        find: 'if (entries.length === 0) return "";',
        replace: 'if (entries.length === 0) return this.#written ?? "";',
      },
    ],
  },
  {
    name: "sent before it is written down",
    why: "what the store calls waiting has been sent, so that the next page sends it again",
    patches: [
      {
        file: "src/session/outbox.ts",
        find: "if (this.keeper === undefined) send();\n    else this.keeper.keep(send);",
        replace: "send();\n    this.keeper?.keep();",
      },
    ],
  },
  {
    name: "kept writes change places",
    why: "the next page sends the latest of them first",
    patches: [
      {
        file: "src/session/outbox.ts",
        find: 'this.#insert(items.filter(({ state }) => state === "waiting"));',
        replace: 'this.#insert(items.filter(({ state }) => state === "waiting").reverse());',
      },
    ],
  },
];

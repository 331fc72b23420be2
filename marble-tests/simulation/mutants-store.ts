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
        find: "if (record !== undefined) restore(record, alone, succeeds && !introduction.told);",
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
    name: "a store that is full holds the outbox up",
    why: "what waits for a text that cannot be written is never sent",
    patches: [
      {
        file: JOURNAL,
        find: 'const over = (): void => {\n      this.#phase = "gone";\n      this.#release(this.#sends.splice(0));',
        replace: 'const over = (): void => {\n      this.#phase = "gone";',
      },
    ],
  },
  {
    name: "what a full store held back is overtaken",
    why: "a request that is made when nothing can be written any more goes out before those with smaller ids",
    patches: [{ file: JOURNAL, find: "this.#sends.unshift(...sends);", replace: "this.#sends.push(...sends);" }],
  },
  {
    name: "goes on as the page before without writing it down",
    why: "two pages that read one text, and can write none, give their requests the same ids",
    patches: [
      {
        file: "src/store/keep-outbox.ts",
        find: "defer(() => store.write(name, recordText(record))),",
        replace: "",
      },
    ],
  },
  {
    name: "a store that is full keeps what it has",
    why: "what is no longer kept is not erased, so that the next page sends it again",
    patches: [{ file: JOURNAL, find: 'const erasing = this.#put("")', replace: "const erasing = EMPTY" }],
  },
  {
    name: "a store that is full is not reported",
    why: "nobody hears that the outbox ends with its page",
    patches: [
      {
        file: JOURNAL,
        find: 'this.#session.report(new StoreError("write", this.#options.name, error));',
        replace: "void error;",
      },
    ],
  },
  {
    name: "a store that is silent is waited for",
    why: "a text that is never said to be written holds the outbox up",
    patches: [{ file: JOURNAL, find: "timeout({ first: WRITE_TIMEOUT, scheduler }),", replace: "" }],
  },
  {
    name: "an unreadable store is not caught",
    why: "a page whose store cannot be read throws, and never says who it is",
    patches: [
      {
        file: "src/store/keep-outbox.ts",
        find: 'report("read", error);\n            goOn(() => {\n              journal.skip();\n            });',
        replace: "throw error;",
      },
    ],
  },
  {
    name: "kept writes change places",
    why: "the next page sends the latest of them first",
    patches: [
      {
        file: "src/store/restored-items.ts",
        find: "new OutboxItem(requestOf(entry), index - entries.length, entry.since)",
        replace: "new OutboxItem(requestOf(entry), -1 - index, entry.since)",
      },
    ],
  },
  {
    name: "kept on top of what is there twice",
    why: "a write that was kept when the one before it was in the state already is compared with what that one had been",
    patches: [
      {
        file: "src/store/restored-lane.ts",
        find: "base === b && commute(",
        replace: "base < b || commute(",
      },
      {
        file: "src/store/journal.ts",
        find: "isBeneath && state",
        replace: "isBeneath && !isBeneath && state",
      },
    ],
  },
];

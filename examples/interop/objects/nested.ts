import { remoteAction, type Sync, syncAll } from "ws-sync-rx/decorators";
import { AS_ORIGINAL } from "./as-original.ts";

interface Item {
  id: number;
  tags: string[];
}

function branchesOf(tree: unknown): Record<string, unknown> {
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) throw new TypeError("tree is no object now.");
  return tree as Record<string, unknown>;
}

const MUTATIONS: Readonly<Record<string, (nested: Nested) => void>> = {
  append: ({ items }) => items.push({ id: 3, tags: ["x", "y"] }),
  pop_front: ({ items }) => items.shift(),
  reverse: ({ items }) => items.reverse(),
  move: ({ tree }) => {
    const branches = branchesOf(tree);
    branches["moved"] = branches["left"];
    delete branches["left"];
  },
  copy: ({ tree }) => {
    const branches = branchesOf(tree);
    branches["copied"] = structuredClone(branches["left"]);
  },
  escape: ({ tree }) => Object.assign(branchesOf(tree), { "a/b": 10, "t~x": 20, "": 30 }),
  newkeys: ({ tree }) => Object.assign(branchesOf(tree), { "c/d": 1, "e~f": 1 }),
  clear: ({ items }) => items.splice(0),
  deep: ({ items }) => items[0]?.tags.push("deep"),
  type: (nested) => {
    nested.tree = ["now", "a", "list"];
  },
  scalar: (nested) => {
    nested.num = 2;
    nested.flag = false;
    nested.nothing = 0;
  },
  unicode: (nested) => {
    nested.nothing = "héllo ✓ 😀 \u2028";
  },
};

/** Lists and objects, changed in place as plain objects are: the difference is found by itself. */
@syncAll("NESTED", AS_ORIGINAL)
export class Nested {
  declare readonly sync: Sync;
  flag = true;
  items: Item[] = [
    { id: 1, tags: ["a"] },
    { id: 2, tags: [] },
  ];
  nothing: unknown = null;
  num = 1.5;
  tree: unknown = { left: { v: 1 }, right: null, "a/b": 1, "t~x": 2, "": 3 };

  @remoteAction("MUTATE") mutate({ how }: { readonly how: string }): void {
    const mutation = Object.hasOwn(MUTATIONS, how) ? MUTATIONS[how] : undefined;
    if (mutation === undefined) throw new RangeError(`MUTATE knows ${Object.keys(MUTATIONS).join(", ")}.`);
    mutation(this);
    this.sync();
  }
}

import { describe, expect, it } from "@jest/globals";

import { NonJsonError } from "../../src/patch/non-json-error.ts";
import { normalise, snapshot } from "../../src/patch/snapshot.ts";

class Money {
  constructor(readonly cents: number) {}
  toJSON(key: string) {
    return { cents: this.cents, key };
  }
}

class Point {
  #secret = 1;
  constructor(
    public x: number,
    public y: number,
  ) {}
  get sum() {
    return this.x + this.y + this.#secret;
  }
}

const sparse = () => {
  const list: unknown[] = [1];
  list[2] = 3;
  return list;
};

/** Whatever JSON has an answer for. */
const answers: [string, () => unknown][] = [
  ["a scalar", () => 1],
  ["null", () => null],
  ["undefined, functions and symbols in an object", () => ({ a: undefined, b: () => 1, c: Symbol("c"), d: 1 })],
  ["undefined, functions and symbols in a list", () => [undefined, () => 1, Symbol("c"), 1]],
  ["members named by symbols", () => ({ [Symbol("a")]: 1, b: 2 })],
  ["NaN and infinities", () => ({ a: NaN, b: [Infinity, -Infinity] })],
  ["minus zero", () => [-0]],
  ["a date", () => ({ at: new Date(0), bad: new Date(NaN) })],
  ["a class with toJSON", () => ({ price: new Money(5), list: [new Money(6)] })],
  ["an object with a toJSON of its own", () => ({ a: { toJSON: () => "text" }, b: { toJSON: 1 } })],
  ["a toJSON that leaves itself out", () => ({ a: { toJSON: () => undefined }, b: [{ toJSON: () => undefined }] })],
  ["an instance of a class", () => ({ at: new Point(1, 2) })],
  [
    "an accessor of its own",
    () => ({
      get now() {
        return 5;
      },
    }),
  ],
  ["a member that is not enumerable", () => Object.defineProperty({ a: 1 }, "hidden", { value: 2 })],
  ["boxed scalars", () => [1, "a", true].map((value) => Object(value) as object)],
  ["a sparse list", sparse],
  ["an object without prototype", () => Object.assign(Object.create(null) as object, { a: 1 })],
  ["a member named __proto__", () => JSON.parse('{"__proto__":{"a":1},"b":2}') as unknown],
  ["a list with extra members", () => Object.assign([1, 2], { extra: 3 })],
  ["a regular expression", () => ({ a: /x/ })],
  ["bytes", () => ({ a: new Uint8Array([1, 2]) })],
  ["an error", () => ({ a: new Error("x") })],
  [
    "a value in two places",
    () => {
      const both = { a: 1 };
      return [both, { both }];
    },
  ],
  ["lone surrogates and separators", () => ["\ud800", "\u2028", "\u0000"]],
];

describe("snapshot", () => {
  it.each(answers)("takes %s as JSON.stringify does", (_, live) => {
    const first = snapshot<unknown>(undefined, live());
    expect(JSON.stringify(first)).toBe(JSON.stringify(live()));
    expect(first).toEqual(JSON.parse(JSON.stringify(live())));
    expect(JSON.stringify(normalise(live()))).toBe(JSON.stringify(live()));
  });

  it.each(answers)("gives %s back when it has not changed", (_, live) => {
    const first = snapshot<unknown>(undefined, { live: live() });
    expect(snapshot<unknown>(first, { live: live() })).toBe(first);
  });

  const endless = { toJSON: (): unknown => ({ next: endless }) };
  const loop: { list: unknown[] } = { list: [1] };
  loop.list.push({ again: loop });

  it.each<[string, unknown, string, RegExp]>([
    ["a Map", { a: [new Map()] }, "/a/0", /is a Map/],
    ["a Set", { a: new Set() }, "/a", /is a Set/],
    ["a WeakMap", new WeakMap(), "", /is a WeakMap/],
    ["a BigInt", { a: { b: 1n } }, "/a/b", /BigInt/],
    ["a cycle", loop, "/list/1/again", /part of itself/],
    ["an endless toJSON", { endless }, "", /too deep/],
    [
      "a throwing accessor",
      {
        "a/b": {
          get c(): number {
            throw new Error("no");
          },
        },
      },
      "/a~1b/c",
      /threw Error: no/,
    ],
    [
      "a throwing toJSON",
      [
        {
          toJSON() {
            throw new Error("no");
          },
        },
      ],
      "/0",
      /toJSON\(\) that threw Error: no/,
    ],
    ["undefined as the state", undefined, "", /undefined, which JSON has no word for/],
    ["a function as the state", () => 1, "", /function/],
  ])("refuses %s, and says where", (_, live, path, message) => {
    let failure: unknown;
    try {
      snapshot<unknown>(undefined, live);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(NonJsonError);
    expect(failure).toMatchObject({ name: "NonJsonError", message: expect.stringMatching(message) });
    if (path !== "") expect((failure as NonJsonError).path).toBe(path);
  });

  it("reuses every part that has not changed", () => {
    const live = {
      title: "a",
      rows: [
        { id: 1, tags: ["x"] },
        { id: 2, tags: ["y"] },
      ],
      at: new Point(1, 2),
    };
    const first = snapshot<typeof live>(undefined, live);
    live.title = "b";
    live.rows[0]?.tags.push("z");
    const second = snapshot<typeof live>(first, live);
    expect(second).toEqual({
      title: "b",
      rows: [
        { id: 1, tags: ["x", "z"] },
        { id: 2, tags: ["y"] },
      ],
      at: { x: 1, y: 2 },
    });
    expect(second.rows[1]).toBe(first.rows[1]);
    expect(second.at).toBe(first.at);
    expect(first.title).toBe("a");
    expect(first.rows[0]).toEqual({ id: 1, tags: ["x"] });
  });

  it.each([
    ["with keys", (i: number) => ({ id: i, text: `row ${i}` })],
    ["without keys", (i: number) => ({ text: `row ${i}` })],
    ["that are lists", (i: number) => [i, [i]]],
  ])("reuses rows %s around an insertion and a removal", (_, row) => {
    const live = Array.from({ length: 20 }, (__, i) => row(i));
    const first = snapshot<unknown[]>(undefined, live);
    const grown = snapshot<unknown[]>(first, [...live.slice(0, 5), row(99), ...live.slice(5)]);
    expect(grown.filter((one) => !first.includes(one))).toEqual([row(99)]);
    const shrunk = snapshot<unknown[]>(first, live.toSpliced(7, 1));
    expect(shrunk.every((one) => first.includes(one))).toBe(true);
  });

  it("reuses rows with keys wherever they go", () => {
    const live = Array.from({ length: 20 }, (_, i) => ({ id: i, text: `row ${i}` }));
    const first = snapshot<unknown[]>(undefined, live);
    const sorted = snapshot<unknown[]>(first, live.toReversed());
    expect(sorted.every((row, i) => row === first[19 - i])).toBe(true);
  });

  it("never changes what it has returned", () => {
    const live: Record<string, unknown> = { a: 1, list: [1, 2] };
    const first = snapshot<unknown>(undefined, live);
    (live["list"] as number[]).length = 0;
    delete live["a"];
    expect(snapshot<unknown>(first, live)).toEqual({ list: [] });
    expect(first).toEqual({ a: 1, list: [1, 2] });
  });
});

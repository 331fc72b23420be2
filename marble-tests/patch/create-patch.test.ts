import { describe, expect, it } from "@jest/globals";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { NonJsonError } from "../../src/patch/non-json-error.ts";

const row = (id: number, title = `the title of row ${id}`) => ({ id, title, tags: ["some", "tags"] });
const rows = (count: number) => Array.from({ length: count }, (_, i) => row(i));
const plain = (count: number) => rows(count).map(({ title, tags }) => ({ title, tags }));
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const bytes = (value: unknown) => JSON.stringify(value).length;

/** Rows of every kind the matcher knows: by identity, by key, by content, scalars, lists. */
const kinds: [string, (count: number) => unknown[], boolean][] = [
  ["rows shared with the former state", plain, false],
  ["cloned rows with a key", rows, true],
  ["cloned rows without a key", plain, true],
  ["texts", (count) => Array.from({ length: count }, (_, i) => `text number ${i}`), false],
  ["lists", (count) => Array.from({ length: count }, (_, i) => [i, [i, "a longer text to make it worth it"]]), true],
];

const edits: [string, (list: unknown[], fresh: unknown) => unknown[], number][] = [
  ["insertion at the front", (list, fresh) => [fresh, ...list], 1],
  ["insertion in the middle", (list, fresh) => list.toSpliced(50, 0, fresh), 1],
  ["addition at the end", (list, fresh) => [...list, fresh], 1],
  ["removal at the front", (list) => list.slice(1), 1],
  ["removal in the middle", (list) => list.toSpliced(50, 1), 1],
  ["removal of every tenth", (list) => list.filter((_, i) => i % 10 !== 3), 10],
  ["replacement of one", (list, fresh) => list.with(50, fresh), 3],
  ["move forwards", (list) => list.toSpliced(10, 1).toSpliced(80, 0, list[10]), 2],
  ["move backwards", (list) => list.toSpliced(80, 1).toSpliced(10, 0, list[80]), 2],
  ["swap", (list) => list.with(10, list[80]).with(80, list[10]), 4],
  [
    "move, removal and insertion",
    (list, fresh) => list.toSpliced(10, 1).toSpliced(80, 0, list[10]).toSpliced(20, 1).toSpliced(60, 0, fresh),
    4,
  ],
];

describe("lists", () => {
  describe.each(kinds)("of %s", (_, make, cloned) => {
    it.each(edits)("take few operations for an %s", (__, change, most) => {
      const before = make(100);
      const fresh = make(101)[100];
      const after = change(before, fresh);
      const operations = createPatch({ list: before }, { list: cloned ? clone(after) : after });
      expect(applyPatch({ list: before }, operations)).toEqual({ list: after });
      expect(operations.length).toBeLessThanOrEqual(most);
      expect(bytes(operations)).toBeLessThan(bytes(after) / 3);
    });
  });

  it("edit a row where it is", () => {
    const before = rows(100);
    const after = clone(before.with(50, row(50, "edited")));
    expect(createPatch(before, after)).toEqual([{ op: "replace", path: "/50/title", value: "edited" }]);
  });

  it("edit a row that stays while others go", () => {
    const before = rows(100);
    const after = clone(before.with(50, row(50, "edited")).filter(({ id }) => id !== 20 && id !== 80));
    expect(createPatch(before, after)).toEqual([
      { op: "remove", path: "/80" },
      { op: "remove", path: "/20" },
      { op: "replace", path: "/49/title", value: "edited" },
    ]);
  });

  it("move one of 10,000 rows, insert one, remove one, with two operations and less than 1 kB", () => {
    const before = rows(10_000);
    const moved = clone(before.toSpliced(100, 1).toSpliced(9_000, 0, row(100)));
    for (const after of [moved, clone([row(-1), ...before]), clone(before.toSpliced(5_000, 1))]) {
      const operations = createPatch(before, after);
      expect(operations.length).toBeLessThanOrEqual(2);
      expect(bytes(operations)).toBeLessThan(1_000);
      expect(applyPatch(before, operations)).toEqual(after);
    }
  });

  it("are replaced when that is smaller", () => {
    const before = { title: "a title that stays, and is long enough to count", list: rows(200) };
    const after = { ...before, list: rows(200).map(({ id }) => row(199 - id, "new")) };
    expect(createPatch(before, after)).toEqual([{ op: "replace", path: "/list", value: after.list }]);
  });

  it("with rows that repeat take the shortest way", () => {
    const before = Array.from({ length: 500 }, (_, i) => (i * 7) % 3);
    const after = before.toSpliced(100, 1).toSpliced(200, 0, 2, 2).toSpliced(300, 1).with(400, 9);
    const operations = createPatch(before, after);
    expect(operations.length).toBeLessThanOrEqual(6);
    expect(applyPatch(before, operations)).toEqual(after);
  });

  it("have their rows told apart by the members given for them", () => {
    const card = (ref: string, text: string) => ({
      ref,
      text,
      notes: "the same long notes on every card of the board",
    });
    const board = (cards: unknown[]) => ({ boards: [{ id: 1, cards }] });
    const before = board([card("a", "x"), card("b", "y"), card("c", "z")]);
    const after = board([card("c", "z!"), card("a", "x"), card("b", "y!")]);
    const operations = createPatch(before, after, { rowKeys: { "/boards/*/cards": ["ref"] } });
    expect(applyPatch(before, operations)).toEqual(after);
    expect(operations).toContainEqual({ op: "replace", path: "/boards/0/cards/2/text", value: "y!" });
    expect(operations.filter(({ op }) => op === "remove")).toHaveLength(1);
  });
});

describe("objects", () => {
  it.each<[unknown, unknown, unknown[]]>([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, []],
    [{ a: 1, b: 2 }, { b: 2 }, [{ op: "remove", path: "/a" }]],
    [{ b: 2 }, { a: null, b: 2 }, [{ op: "add", path: "/a", value: null }]],
    [{ "a/b": { "~": 1, x: 1 } }, { "a/b": { "~": 2, x: 1 } }, [{ op: "replace", path: "/a~1b/~0", value: 2 }]],
    [{ "": { "": 1 }, b: 1 }, { "": { "": 2 }, b: 1 }, [{ op: "replace", path: "//", value: 2 }]],
    [{ a: [1], b: 1 }, { a: { 0: 1 }, b: 1 }, [{ op: "replace", path: "/a", value: { 0: 1 } }]],
    [1, [1], [{ op: "replace", path: "", value: [1] }]],
    [{ a: "text", u: undefined }, { a: "text", f: () => 1, v: undefined }, []],
    [{ a: NaN, b: [Infinity] }, { a: null, b: [NaN] }, []],
    [{ x: 1, u: undefined }, { x: 1, y: 1 }, [{ op: "add", path: "/y", value: 1 }]],
    [{ at: new Date(0), b: 1 }, { at: new Date(0), b: 1 }, []],
    [
      { at: new Date(0), b: 1 },
      { at: new Date(1), b: 1 },
      [{ op: "replace", path: "/at", value: "1970-01-01T00:00:00.001Z" }],
    ],
  ])("%j to %j", (before, after, operations) => {
    expect(createPatch(before, after)).toEqual(operations);
  });

  it("are replaced rather than name __proto__, constructor or prototype in a pointer", () => {
    const before: unknown = JSON.parse(
      '{"a":{"constructor":1},"b":{"__proto__":{"x":1}},"c":"something long that is not to be sent again"}',
    );
    const after: unknown = JSON.parse(
      '{"a":{"constructor":2},"b":{"__proto__":{"x":2}},"c":"something long that is not to be sent again"}',
    );
    const operations = createPatch(before, after);
    expect(operations.map(({ op, path }) => `${op} ${path}`)).toEqual(["replace /a", "replace /b"]);
    expect(JSON.stringify(applyPatch(before, operations))).toBe(JSON.stringify(after));
  });

  it("say where a value has no JSON", () => {
    expect(() => createPatch({ a: { b: 1 } }, { a: { b: [new Set()] } })).toThrow(NonJsonError);
    expect(() => createPatch({ a: { b: 1 } }, { a: { b: [new Set()] } })).toThrow('"/a/b/0" is a Set');
    expect(() => createPatch({}, undefined)).toThrow("use null");
  });
});

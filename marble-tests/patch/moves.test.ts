import { describe, expect, it } from "@jest/globals";
import { of, toArray } from "rxjs";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { diff } from "../../src/patch/operators.ts";

const row = (id: number, title = `the title of row ${id}`) => ({ id, title, tags: ["some", "tags"] });
const rows = (count: number) => Array.from({ length: count }, (_, i) => row(i));
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const bytes = (value: unknown) => JSON.stringify(value).length;

describe("createPatch with moves", () => {
  it("moves a row forwards, backwards, two that change places", () => {
    const before = rows(100);
    expect(createPatch(before, before.toSpliced(10, 1).toSpliced(80, 0, row(10)), { moves: true })).toEqual([
      { op: "move", from: "/10", path: "/80" },
    ]);
    expect(createPatch(before, before.toSpliced(80, 1).toSpliced(10, 0, row(80)), { moves: true })).toEqual([
      { op: "move", from: "/80", path: "/10" },
    ]);
    expect(createPatch(before, clone(before).with(10, row(80)).with(80, row(10)), { moves: true })).toEqual([
      { op: "move", from: "/80", path: "/10" },
      { op: "move", from: "/11", path: "/80" },
    ]);
  });

  it("moves only what it is asked to", () => {
    const before = rows(100);
    const after = before.toSpliced(10, 1).toSpliced(80, 0, row(10));
    expect(createPatch(before, after).map(({ op }) => op)).toEqual(["remove", "add"]);
  });

  it("moves a row that was edited as well, and edits it where it has come", () => {
    const before = { list: rows(100) };
    const after = clone({ list: before.list.toSpliced(10, 1).toSpliced(80, 0, row(10, "edited")) });
    expect(createPatch(before, after, { moves: true })).toEqual([
      { op: "move", from: "/list/10", path: "/list/80" },
      { op: "replace", path: "/list/80/title", value: "edited" },
    ]);
  });

  it("moves among rows that come, go and are edited", () => {
    const before = rows(30);
    const after = clone([
      row(29),
      row(-1),
      ...before.slice(3, 9),
      row(0, "edited"),
      ...before.slice(12, 20),
      row(1),
      row(9),
      ...before.slice(22, 29),
    ]);
    const operations = createPatch(before, after, { moves: true });
    expect(applyPatch(before, operations)).toEqual(after);
    expect(operations.filter(({ op }) => op === "move")).toHaveLength(4);
    expect(operations.filter(({ op }) => op === "remove")).toHaveLength(4);
    expect(operations).toHaveLength(10);
  });

  it("sends a list that was sorted as moves where that is smaller than the list", () => {
    const before = rows(1_000);
    const after = before.toSorted((a, b) => ((a.id * 7_919) % 1_000) - ((b.id * 7_919) % 1_000));
    const operations = createPatch(before, after, { moves: true });
    expect(applyPatch(before, operations)).toEqual(after);
    expect(operations.every(({ op }) => op === "move")).toBe(true);
    expect(bytes(operations)).toBeLessThan(bytes(createPatch(before, after)));
  });

  it("moves a member that has taken another name", () => {
    const part = { list: rows(10) };
    expect(createPatch({ "a/b": part, c: 1 }, { c: 1, d: clone(part) }, { moves: true })).toEqual([
      { op: "move", from: "/a~1b", path: "/d" },
    ]);
    expect(createPatch({ a: part, b: 2 }, { b: 2, c: clone(part), d: part }, { moves: true })).toEqual([
      { op: "move", from: "/a", path: "/d" },
      { op: "add", path: "/c", value: part },
    ]);
  });

  it("never names a member that could reach a prototype", () => {
    const before = { a: { constructor: rows(3), b: 1 }, long: "something long that is not to be sent again" };
    const after = { a: { c: rows(3), b: 1 }, long: "something long that is not to be sent again" };
    expect(createPatch(before, after, { moves: true })).toEqual([{ op: "replace", path: "/a", value: after.a }]);
    expect(createPatch(after, before, { moves: true })).toEqual([{ op: "replace", path: "/a", value: before.a }]);
  });

  it("is no larger where moves were tried and given up", () => {
    const many = [2, 3, 2, 3, 2, 0, 2, 1, 3, 2, 0, 0, 2, 2, 2, 2, 2, 3];
    const before = [many, [0, 0, 2, 0, 0, 3, 3, 1, 3, 1, 3, 2, 0, 1, 0, 1, 1], "a", "\udc00"];
    const after = [many, "\udc00", "a", 0.5];
    expect(bytes(createPatch(before, after, { moves: true }))).toBeLessThanOrEqual(bytes(createPatch(before, after)));
  });

  it("leaves a row that is new but for its key to be added", () => {
    const long = (text: string) => ({ id: 1, text: text.repeat(50), more: text.repeat(40) });
    const before = [...rows(40).slice(2), long("x"), ...rows(60).slice(40)];
    const after = [long("y"), ...rows(60).slice(2)];
    expect(createPatch(before, after, { moves: true })).toEqual([
      { op: "remove", path: "/38" },
      { op: "add", path: "/0", value: long("y") },
    ]);
  });
});

describe("diff with moves", () => {
  it("sends moves", () => {
    const before = rows(10);
    const after = before.toSpliced(1, 1).toSpliced(8, 0, row(1));
    of(before, after)
      .pipe(diff({ moves: true }), toArray())
      .subscribe((updates) =>
        expect(updates[1]).toEqual({ kind: "delta", operations: [{ op: "move", from: "/1", path: "/8" }] }),
      );
    expect.assertions(1);
  });
});

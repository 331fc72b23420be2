import { describe, expect, it } from "@jest/globals";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";

const freeze = <T>(value: T): T => {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

describe("applyPatch", () => {
  it("copies what lies on the way and keeps the identity of everything else", () => {
    const state = freeze({
      rows: [
        { id: 1, tags: ["a"] },
        { id: 2, tags: ["b"] },
      ],
      other: { deep: [1] },
    });
    const next = applyPatch(state, [{ op: "replace", path: "/rows/0/id", value: 9 }]);
    expect(next).toEqual({ ...state, rows: [{ id: 9, tags: ["a"] }, state.rows[1]] });
    expect(next.rows[1]).toBe(state.rows[1]);
    expect(next.rows[0]?.tags).toBe(state.rows[0]?.tags);
    expect(next.other).toBe(state.other);
  });

  it.each<[PatchOperation]>([
    [{ op: "replace", path: "/a", value: 1 }],
    [{ op: "add", path: "/a", value: 1 }],
    [{ op: "test", path: "/a", value: 1 }],
    [{ op: "move", from: "/a", path: "/a" }],
    [{ op: "str_ins", path: "/t", pos: 1, str: "" }],
  ])("gives back the same state when %j changes nothing", (operation) => {
    const state = freeze({ a: 1, t: "text" });
    expect(applyPatch(state, [operation])).toBe(state);
  });

  it("changes neither the state nor the patch, however often a patch goes through the same place", () => {
    const value = freeze({ list: [1] });
    const patch: PatchOperation[] = freeze([
      { op: "add", path: "/new", value },
      { op: "add", path: "/new/list/-", value: 2 },
      { op: "add", path: "/new/list/0", value: 0 },
      { op: "remove", path: "/old" },
    ]);
    expect(applyPatch(freeze({ old: 1 }), patch)).toEqual({ new: { list: [0, 1, 2] } });
    expect(value).toEqual({ list: [1] });
  });

  it("keeps a copy apart from what it was made of", () => {
    const next = applyPatch<unknown>(freeze({ a: { list: [1] } }), [
      { op: "add", path: "/a/list/-", value: 2 },
      { op: "copy", from: "/a", path: "/b" },
      { op: "add", path: "/a/list/-", value: 3 },
      { op: "replace", path: "/b/list/0", value: 9 },
    ]);
    expect(next).toEqual({ a: { list: [1, 2, 3] }, b: { list: [9, 2] } });
  });

  it.each<[PatchOperation[], unknown]>([
    [[{ op: "replace", path: "", value: [1] }], [1]],
    [[{ op: "add", path: "", value: 1 }], 1],
    [[{ op: "remove", path: "" }], null],
    [[{ op: "copy", from: "/a", path: "" }], { b: 1 }],
    [[{ op: "move", from: "/a/b", path: "" }], 1],
    [[{ op: "test", path: "", value: { a: { b: 1 } } }], { a: { b: 1 } }],
  ])("takes the whole state as a place: %j", (patch, after) => {
    expect(applyPatch<unknown>({ a: { b: 1 } }, patch)).toEqual(after);
  });

  it("applies all or nothing, and says which operation is at fault", () => {
    const state = freeze({ a: 1, list: [1] });
    const patch: PatchOperation[] = [
      { op: "replace", path: "/a", value: 2 },
      { op: "add", path: "/list/5", value: 2 },
      { op: "replace", path: "/a", value: 3 },
    ];
    expect(() => applyPatch(state, patch)).toThrow(
      expect.objectContaining({ name: "PatchError", code: "BAD_INDEX", index: 1, path: "/list/5" }),
    );
    expect(state).toEqual({ a: 1, list: [1] });
  });
});

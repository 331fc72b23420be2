import { describe, expect, it } from "@jest/globals";
import type { PatchOperation } from "../../src/patch/operation.ts";
import { placesOf, valueAt } from "../../src/sync/doubt.ts";

const state = { a: { b: { c: 1 } }, list: [{ x: 1 }], none: null, toString2: 0 };

describe("the places that operations touched", () => {
  it.each<[string, readonly PatchOperation[], readonly (readonly string[])[]]>([
    ["the path itself", [{ op: "replace", path: "/a/b/c", value: 2 }], [["a", "b", "c"]]],
    ["the first list on the path", [{ op: "replace", path: "/list/0/x", value: 2 }], [["list"]]],
    ["the last member that exists", [{ op: "remove", path: "/a/gone/deep" }], [["a"]]],
    ["above null", [{ op: "add", path: "/none/x", value: 1 }], [["none"]]],
    ["the root, when the member is gone", [{ op: "remove", path: "/gone" }], [[]]],
    ["the root itself", [{ op: "replace", path: "", value: 1 }], [[]]],
    ["no inherited member", [{ op: "remove", path: "/toString/call" }], [[]]],
    ["both ends of a move", [{ op: "move", from: "/a/b/c", path: "/list/0" }], [["a", "b", "c"], ["list"]]],
    [
      "none twice, none below another",
      [
        { op: "remove", path: "/a/b/c" },
        { op: "remove", path: "/a/b" },
        { op: "remove", path: "/a/b" },
        { op: "remove", path: "/list/0" },
        { op: "remove", path: "/list/0" },
      ],
      [["a", "b"], ["list"]],
    ],
    ["nothing for nothing", [], []],
  ])("%s", (_name, operations, expected) => {
    expect(placesOf(operations, state)).toEqual(expected);
  });

  it("have values", () => {
    expect(valueAt(state, ["a", "b"])).toBe(state.a.b);
    expect(valueAt(state, [])).toBe(state);
    expect(valueAt(state, ["gone", "x"])).toBeUndefined();
    expect(valueAt(state, ["toString"])).toBeUndefined();
  });
});

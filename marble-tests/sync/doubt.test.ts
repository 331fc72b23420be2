import { describe, expect, it } from "@jest/globals";
import type { PatchOperation } from "../../src/patch/operation.ts";
import { placesOf, valueAt } from "../../src/sync/doubt.ts";

const state = { a: { b: { c: 1 } }, list: [{ x: 1 }], none: null, toString2: 0 };

describe("the places that operations touched", () => {
  it.each<[string, readonly PatchOperation[], readonly (readonly string[])[]]>([
    ["the path itself", [{ op: "replace", path: "/a/b/c", value: 2 }], [["a", "b", "c"]]],
    [
      "an element of a list that nothing was put into",
      [{ op: "replace", path: "/list/0/x", value: 2 }],
      [["list", "0", "x"]],
    ],
    ["a list that an element was put into", [{ op: "add", path: "/list/0", value: 2 }], [["list"]]],
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
    expect(placesOf(operations, state, [])).toEqual(expected);
  });

  it.each<[string, PatchOperation, readonly string[]]>([
    ["the same, when the same was replaced", { op: "replace", path: "/list/0/x", value: 3 }, ["list", "0", "x"]],
    ["the list, when an element was put in or taken", { op: "remove", path: "/list/4" }, ["list"]],
    ["the list, when an element was moved out", { op: "move", from: "/list/4", path: "/a/b/c" }, ["list"]],
    ["the element, when that was replaced", { op: "replace", path: "/list/0", value: { x: 0 } }, ["list", "0"]],
    ["the list, when that was replaced", { op: "add", path: "/list", value: [] }, ["list"]],
    ["the whole, when that was replaced", { op: "replace", path: "", value: {} }, []],
  ])("are %s meanwhile", (_name, crossed, expected) => {
    expect(placesOf([{ op: "replace", path: "/list/0/x", value: 2 }], state, [crossed])).toEqual([expected]);
  });

  it("have values", () => {
    expect(valueAt(state, ["a", "b"])).toBe(state.a.b);
    expect(valueAt(state, [])).toBe(state);
    expect(valueAt(state, ["gone", "x"])).toBeUndefined();
    expect(valueAt(state, ["toString"])).toBeUndefined();
  });
});

import { describe, expect, it } from "@jest/globals";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";
import { PatchError } from "../../src/patch/patch-error.ts";

const INHERITED = [
  ...["toString/call", "hasOwnProperty/call", "valueOf/name", "toLocaleString/apply", "isPrototypeOf/length"],
  ...["__proto__", "__proto__/x", "__proto__/toString", "__defineGetter__/call", "__lookupSetter__/call"],
  ...["constructor", "constructor/prototype", "constructor/prototype/x", "constructor/assign", "constructor/name"],
  ...["prototype", "prototype/x", "propertyIsEnumerable/call"],
  ...["l/__proto__", "l/__proto__/x", "l/constructor", "l/constructor/prototype", "l/push/apply", "l/push/call"],
  ...["l/concat/call", "l/length/x", "l/at/call", "l/map/bind", "l/toString/call"],
];
const BAD_INDEXES = ["length", "1000000000", "-1", "01", "1.5", "1e0", "+1", " 1", "", "4294967295", "0x1", "3"];
const POSITIONS = ["", "/inner", "/rows/0"];

const make = () => ({
  inner: { l: [1, 2], own: 1 },
  rows: [{ l: [1, 2], own: 1 }],
  l: [1, 2],
  own: 1,
});

/** The six operations on a path; `copy` and `move` are tried in both directions. */
const operationsOn = (path: string): PatchOperation[] => [
  { op: "add", path, value: 1 },
  { op: "remove", path },
  { op: "replace", path, value: 1 },
  { op: "test", path, value: 1 },
  { op: "copy", from: path, path: "/stolen" },
  { op: "copy", from: "/own", path },
  { op: "move", from: path, path: "/stolen" },
  { op: "move", from: "/own", path },
  { op: "str_ins", path, pos: 0, str: "x" },
  { op: "str_del", path, pos: 0, len: 1 },
];

/** Everything a script could do harm with, by reference and by member. */
const intrinsics = () =>
  [Object, Array, Function, String, Number].flatMap((one) => [
    ...Object.entries(Object.getOwnPropertyDescriptors(one.prototype)).map(([name, { value }]) => [
      name,
      value as unknown,
    ]),
    ...Object.getOwnPropertyNames(one),
  ]);

const outcome = (state: unknown, operation: PatchOperation): string => {
  try {
    applyPatch(state, [{ op: "replace", path: "/own", value: 2 }, operation]);
    return "accepted";
  } catch (error) {
    return error instanceof PatchError && error.index === 1 ? error.code : String(error);
  }
};

describe("hostile paths (FAULTS B1-B5)", () => {
  const before = intrinsics();

  it.each(INHERITED)("refuses every operation on /%s, in three positions", (token) => {
    for (const position of POSITIONS) {
      for (const operation of operationsOn(`${position}/${token}`)) {
        const state = make();
        expect([operation, outcome(state, operation)]).toEqual([
          operation,
          expect.stringMatching(/^(FORBIDDEN_PATH|BAD_INDEX)$/),
        ]);
        expect(state).toEqual(make());
      }
    }
    expect(intrinsics()).toEqual(before);
  });

  it.each(BAD_INDEXES)("refuses every operation on the element %j", (token) => {
    for (const position of POSITIONS) {
      for (const operation of operationsOn(`${position}/l/${token}`)) {
        const state = make();
        expect([operation, outcome(state, operation)]).toEqual([operation, "BAD_INDEX"]);
        expect(state).toEqual(make());
      }
    }
  });

  it.each(["remove", "replace", "test"] as const)("refuses to %s the element after the last", (op) => {
    expect(outcome(make(), { op, path: "/l/-", value: 1 })).toBe("BAD_INDEX");
    expect(outcome(make(), { op, path: "/l/2", value: 1 })).toBe("BAD_INDEX");
  });

  it("refuses the three names even where the state holds them", () => {
    const state = JSON.parse('{"own":1,"constructor":{"x":1},"__proto__":{"x":1},"prototype":1}') as unknown;
    for (const path of ["/constructor", "/constructor/x", "/__proto__", "/__proto__/x", "/prototype"]) {
      expect(outcome(state, { op: "replace", path, value: 2 })).toBe("FORBIDDEN_PATH");
    }
  });

  it("keeps own members of those names that a patch does not name", () => {
    const state = JSON.parse('{"own":1,"constructor":{"x":1},"__proto__":{"x":1}}') as { own: number };
    const next = applyPatch(state, [{ op: "replace", path: "/own", value: 2 }]);
    expect(JSON.stringify(next)).toBe('{"own":2,"constructor":{"x":1},"__proto__":{"x":1}}');
    expect(Object.getPrototypeOf(next)).toBe(Object.prototype);
  });

  it("needs no memory for a bomb of copies (FAULTS B6)", () => {
    const bomb = Array.from({ length: 40 }, (): PatchOperation => ({ op: "copy", from: "", path: "/l/0" }));
    const next = applyPatch(make(), bomb);
    expect(next.l).toHaveLength(42);
    expect(make().l).toHaveLength(2);
  });

  it.each([
    ["no array", { op: "add" }],
    ["null", [null]],
    ["a text", ["add"]],
    ["no op", [{ path: "/own" }]],
    ["an unknown op", [{ op: "spam", path: "/own" }]],
    ["an inherited op", [{ op: "toString", path: "/own" }]],
    ["no path", [{ op: "add", value: 1 }]],
    ["a path that is a number", [{ op: "add", path: 1, value: 1 }]],
    ["no value", [{ op: "add", path: "/x" }]],
    ["no from", [{ op: "move", path: "/x" }]],
    ["a move into itself", [{ op: "move", from: "/inner", path: "/inner/x" }]],
    ["a text operation on a number", [{ op: "str_ins", path: "/own", pos: 0, str: "x" }]],
  ])("refuses %s", (_, operations) => {
    const state = make();
    expect(() => applyPatch(state, operations as PatchOperation[])).toThrow(
      expect.objectContaining({ name: "PatchError", code: "BAD_OPERATION" }),
    );
  });

  it.each(["own", "/own/~", "/own/~2", "#/own"])("refuses the pointer %j", (path) => {
    expect(outcome(make(), { op: "replace", path, value: 1 })).toBe("BAD_POINTER");
  });
});

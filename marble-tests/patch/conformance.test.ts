import { createRequire } from "node:module";

import { describe, expect, it } from "@jest/globals";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";
import { PatchError } from "../../src/patch/patch-error.ts";

interface Case {
  readonly comment?: string;
  readonly doc: unknown;
  readonly patch?: readonly PatchOperation[];
  readonly expected?: unknown;
  readonly error?: string;
  readonly disabled?: boolean;
}

const require = createRequire(import.meta.url);
const suite = (name: string) => require(`json-patch-test-suite/${name}.json`) as Case[];
const active = [...suite("tests"), ...suite("spec_tests")].filter(
  (test): test is Required<Pick<Case, "patch">> & Case => test.patch !== undefined && test.disabled !== true,
);

describe("the public conformance suite of RFC 6902", () => {
  it("has all its cases here", () => expect(active).toHaveLength(91));

  it.each(active.map((test, i) => [`${i} ${test.comment ?? JSON.stringify(test.patch)}`, test] as const))(
    "%s",
    (_, test) => {
      const former = structuredClone(test.doc);
      if (test.error === undefined) {
        const after = applyPatch(test.doc, test.patch);
        if ("expected" in test) expect(after).toEqual(test.expected);
      } else {
        expect(() => applyPatch(test.doc, test.patch)).toThrow(PatchError);
      }
      expect(test.doc).toEqual(former);
    },
  );
});

/**
 * What `tests.json` of the public repository has gained since its package was published. There is no newer package, so the 18 cases are
 * put here in documents of our own.
 */
const since: readonly [what: string, doc: unknown, patch: readonly unknown[], expected?: unknown][] = [
  ["an object in place of a list", [1], [{ op: "add", path: "", value: { a: 1 } }], { a: 1 }],
  ["a list in place of an object", { a: 1 }, [{ op: "add", path: "", value: [1] }], [1]],
  ["an append to the list that is the document", ["a"], [{ op: "add", path: "/-", value: "b" }], ["a", "b"]],
  ["a document that is removed", 7, [{ op: "remove", path: "" }], null],
  [
    "names in capitals, which are other names",
    { title: "a" },
    [{ op: "add", path: "/TITLE", value: 1 }],
    { title: "a", TITLE: 1 },
  ],
  [
    "a copy whose original changes afterwards",
    { a: { b: [{ c: 1 }] } },
    [
      { op: "copy", from: "/a", path: "/d" },
      { op: "replace", path: "/a/b/0/c", value: 2 },
    ],
    { a: { b: [{ c: 2 }] }, d: { b: [{ c: 1 }] } },
  ],
  [
    "a copy that changes afterwards",
    { a: { b: [{ c: 1 }] } },
    [
      { op: "copy", from: "/a", path: "/d" },
      { op: "replace", path: "/d/b/0/c", value: 2 },
    ],
    { a: { b: [{ c: 1 }] }, d: { b: [{ c: 2 }] } },
  ],
  ["a member of what is not there", { a: 1 }, [{ op: "replace", path: "/b/c", value: 1 }]],
  ["no path", {}, [{ op: "add", value: 1 }]],
  ["a path that is null", {}, [{ op: "add", path: null, value: 1 }]],
  ["a pointer without its slash", {}, [{ op: "add", path: "a", value: 1 }]],
  ["a copy of what is not there", { a: 1 }, [{ op: "copy", from: "/b", path: "/a" }]],
  ["a move of what is not there", { a: 1 }, [{ op: "move", from: "/b", path: "/a" }]],
  ["an index of two noughts", ["a", "b"], [{ op: "test", path: "/00", value: "a" }]],
  ["an index with a nought before it", ["a", "b"], [{ op: "test", path: "/01", value: "b" }]],
  ["a removal of what is not there", { a: 1 }, [{ op: "remove", path: "/b" }]],
  ["a removal below what is not there", { a: 1 }, [{ op: "remove", path: "/b/c" }]],
  ["a removal beyond the end", ["a", "b"], [{ op: "remove", path: "/2" }]],
];

describe("what the suite has gained since its package", () => {
  it.each(since.map(([what, doc, patch, expected], i) => [`${i} ${what}`, { doc, patch, expected }] as const))(
    "%s",
    (_, { doc, patch, expected }) => {
      const former = structuredClone(doc);
      const apply = () => applyPatch(doc, patch as readonly PatchOperation[]);
      if (expected === undefined) expect(apply).toThrow(PatchError);
      else expect(apply()).toEqual(expected);
      expect(doc).toEqual(former);
    },
  );
});

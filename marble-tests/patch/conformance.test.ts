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

import { describe, expect, it } from "@jest/globals";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { equal } from "../../src/patch/equal.ts";
import { snapshot } from "../../src/patch/snapshot.ts";

const DEPTH = 10_000;

/** `leaf` at the bottom of 10,000 levels of lists, objects, or rows with keys. */
const kinds: Record<string, (leaf: unknown) => unknown> = {
  lists: (leaf) => nest(leaf, (inner) => [0, inner, 0]),
  objects: (leaf) => nest(leaf, (inner) => ({ a: inner, b: 0 })),
  rows: (leaf) => nest(leaf, (inner) => [{ id: 1 }, { id: 2, rows: inner }]),
};

function nest(leaf: unknown, around: (inner: unknown) => unknown): unknown {
  let value = leaf;
  for (let i = 0; i < DEPTH; i += 1) value = around(value);
  return value;
}

describe.each(Object.keys(kinds))("10,000 nested %s", (kind) => {
  const make = kinds[kind] as (leaf: unknown) => unknown;

  it("are compared and patched without the call stack", () => {
    const before = make([1]);
    const operations = createPatch(before, make([2]));
    expect(operations).toHaveLength(1);
    expect(equal(applyPatch(before, operations), make([2]))).toBe(true);
    expect(equal(applyPatch(before, operations), make([3]))).toBe(false);
    expect(createPatch(before, make([1]))).toEqual([]);
  });

  it("are read as snapshots that share what has not changed", () => {
    const first = snapshot<unknown>(undefined, make([1]));
    expect(equal(first, make([1]))).toBe(true);
    expect(snapshot<unknown>(first, make([1]))).toBe(first);
    expect(equal(snapshot<unknown>(first, make([2])), make([2]))).toBe(true);
  });
});

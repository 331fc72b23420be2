import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { commute } from "../../src/patch/commute.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { invertPatch } from "../../src/patch/invert-patch.ts";
import { mergePatches } from "../../src/patch/merge-patches.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";
import { toReplace } from "../../src/patch/to-replace.ts";
import { canonical } from "./json-arbitrary.ts";
import { anyPatch } from "./patch-arbitrary.ts";
import { states } from "./next-state.ts";

const settings = (numRuns: number) => ({ numRuns, seed: 6901 });
const size = (patch: readonly PatchOperation[]) => JSON.stringify(patch).length;

describe("laws of patches among themselves", () => {
  it("text operations lead to the same state, and so does their conversion", () => {
    fc.assert(
      fc.property(states({ proto: true, length: 1 }), ([before, after]) => {
        const patch = createPatch(before, after, { text: true });
        if (canonical(applyPatch(before, patch)) !== canonical(after)) throw new Error(JSON.stringify(patch));
        if (canonical(applyPatch(before, toReplace(before, patch))) !== canonical(after)) throw new Error("toReplace");
      }),
      settings(1_000),
    );
  });

  it("an inverted patch gives back the former state", () => {
    fc.assert(
      fc.property(states({ proto: true, length: 1 }), ([before, after]) => {
        const patch = createPatch(before, after, { text: true });
        const former = canonical(before);
        const undo = invertPatch(before, patch);
        expect(canonical(applyPatch(applyPatch(before, patch), undo))).toBe(former);
        expect(canonical(before)).toBe(former);
      }),
      settings(1_000),
    );
  });

  it("an inverted patch of any operations gives back the former state", () => {
    fc.assert(
      fc.property(anyPatch(), ({ state, patch }) => {
        const undo = invertPatch(state, patch);
        expect(canonical(applyPatch(applyPatch(state, patch), undo))).toBe(canonical(state));
      }),
      settings(1_000),
    );
  });

  it("a merged patch does what both do, and is no larger", () => {
    fc.assert(
      fc.property(states({ proto: true, length: 2 }), fc.boolean(), (sequence, text) => {
        const [first, second, third] = [sequence[0], sequence[1], sequence[2] ?? sequence[1]];
        const a = createPatch(first, second, { text });
        const b = createPatch(second, third, { text });
        const merged = mergePatches(a, b);
        expect(canonical(applyPatch(first, merged))).toBe(canonical(third));
        expect(size(merged)).toBeLessThanOrEqual(size(a) + size(b));
      }),
      settings(1_000),
    );
  });

  it("a merged patch of any operations does what they do", () => {
    fc.assert(
      fc.property(anyPatch(), fc.nat(8), ({ state, patch }, at) => {
        const merged = mergePatches(patch.slice(0, at), patch.slice(at));
        expect(canonical(applyPatch(state, merged))).toBe(canonical(applyPatch(state, patch)));
        expect(size(merged)).toBeLessThanOrEqual(size(patch.slice(0, at)) + size(patch.slice(at)));
      }),
      settings(1_000),
    );
  });

  it("patches that commute fit in both orders, with the same result", () => {
    let commuting = 0;
    fc.assert(
      fc.property(anyPatch(), ({ state, patch, other }) => {
        if (!commute(patch, other)) return;
        commuting += 1;
        const one = applyPatch(applyPatch(state, patch), other);
        const two = applyPatch(applyPatch(state, other), patch);
        expect(canonical(one)).toBe(canonical(two));
      }),
      settings(3_000),
    );
    expect(commuting).toBeGreaterThan(200);
  });
});

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import fastJsonPatch from "fast-json-patch";
import { of, toArray } from "rxjs";
import * as rfc6902 from "rfc6902";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { diff, patch } from "../../src/patch/operators.ts";
import { snapshot } from "../../src/patch/snapshot.ts";
import { canonical, copyOf } from "./json-arbitrary.ts";
import { states } from "./next-state.ts";

const RUNS = 1_000;
const law = (name: string, arbitrary: fc.Arbitrary<unknown[]>, check: (states: unknown[]) => void, numRuns = RUNS) =>
  it(name, () => {
    fc.assert(
      fc.property(arbitrary, (sequence) => check(sequence)),
      { numRuns, seed: 6902 },
    );
  });

/** Every state with the one that follows it. */
const pairs = (sequence: unknown[]): [unknown, unknown][] => sequence.slice(1).map((after, i) => [sequence[i], after]);

describe("laws of the patch", () => {
  law("patch after diff is the identity on any sequence of states", states({ proto: true }), (sequence) => {
    for (const [before, after] of pairs(sequence)) {
      const former = canonical(before);
      const operations = createPatch(before, after);
      const sent = copyOf(operations);
      expect(canonical(applyPatch(before, sent))).toBe(canonical(after));
      expect(canonical(applyPatch(copyOf(before), createPatch(copyOf(before), after)))).toBe(canonical(after));
      expect(canonical(before)).toBe(former);
      expect(operations.length === 0).toBe(former === canonical(after));
    }
  });

  law(
    "patch() puts together what diff() takes apart",
    states({ proto: true }),
    (sequence) => {
      of(...sequence)
        .pipe(diff(), patch(), toArray())
        .subscribe((arrived) => {
          const different = sequence.filter((state, i) => i === 0 || canonical(state) !== canonical(sequence[i - 1]));
          expect(arrived.map(canonical)).toEqual(different.map(canonical));
        });
    },
    1_000,
  );

  law("rfc6902 and fast-json-patch agree with us on our patches", states(), (sequence) => {
    for (const [before, after] of pairs(sequence)) {
      const operations = createPatch(before, after);
      const root = { state: copyOf(before) };
      const nested = operations.map((operation) => ({ ...operation, path: `/state${operation.path}` }));
      expect(rfc6902.applyPatch(root, copyOf(nested)).filter((error) => error !== null)).toEqual([]);
      expect(canonical(root.state)).toBe(canonical(after));
      const theirs = fastJsonPatch.applyPatch(copyOf(before), copyOf(operations) as fastJsonPatch.Operation[], true);
      expect(canonical(theirs.newDocument)).toBe(canonical(after));
    }
  });

  law(
    "we agree with fast-json-patch on its patches",
    states(),
    (sequence) => {
      for (const [before, after] of pairs(sequence)) {
        if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) continue;
        const operations = fastJsonPatch.compare(before, after);
        if (operations.some((operation) => operation.path.includes("constructor"))) continue;
        expect(canonical(applyPatch(before, operations as never))).toBe(canonical(after));
      }
    },
    1_000,
  );

  law("a patch is never larger than the state, apart from its frame", states({ proto: true }), (sequence) => {
    for (const [before, after] of pairs(sequence)) {
      const bytes = Buffer.byteLength(JSON.stringify(createPatch(before, after)));
      expect(bytes).toBeLessThanOrEqual(Buffer.byteLength(JSON.stringify(after)) + 100);
    }
  });

  law("untouched parts keep their identity", states({ proto: true }), (sequence) => {
    for (const [before, after] of pairs(sequence)) {
      const operations = createPatch(before, after);
      const next = applyPatch(before, operations);
      if (operations.length === 0) expect(next).toBe(before);
      if (!isContainer(before) || Array.isArray(before) || !isContainer(next)) continue;
      if (operations.some((operation) => operation.path === "")) continue;
      const touched = new Set(
        operations.map(({ path }) => path.split("/")[1]?.replaceAll("~1", "/").replaceAll("~0", "~")),
      );
      for (const key of Object.keys(before)) {
        if (!touched.has(key))
          expect((next as Record<string, unknown>)[key]).toBe((before as Record<string, unknown>)[key]);
      }
    }
  });

  law("a patch that does not fit changes nothing", states({ proto: true }), (sequence) => {
    for (const [before, after] of pairs(sequence)) {
      const former = canonical(before);
      const operations = [...createPatch(before, after), { op: "test", path: "/surely/not/there", value: 1 } as const];
      expect(() => applyPatch(before, operations)).toThrow("operation");
      expect(canonical(before)).toBe(former);
    }
  });

  law(
    "a snapshot says what JSON says, and is the former one when nothing has changed",
    states({ proto: true }),
    (sequence) => {
      let former: unknown;
      for (const state of sequence) {
        const next = snapshot(former, copyOf(state));
        expect(canonical(next)).toBe(canonical(state));
        expect(snapshot(next, copyOf(state))).toBe(next);
        if (former !== undefined && canonical(former) === canonical(next)) expect(next).toBe(former);
        former = next;
      }
    },
  );
});

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

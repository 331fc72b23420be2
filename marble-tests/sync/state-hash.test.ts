import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { stateHash } from "../../src/sync/state-hash.ts";

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe("the hash of a state", () => {
  it('is part of the wire: these never change (PROTOCOL.md, "Divergence")', () => {
    const hashes = [null, true, 0, 1.5, "", "ä", [], [1], {}, { a: 1 }, { b: [1, { c: null }], a: "x" }].map(stateHash);
    expect(hashes).toMatchInlineSnapshot(`
      [
        1996966820,
        1303515621,
        890022063,
        3896645433,
        4291472005,
        3931973091,
        17,
        2353282030,
        31,
        210616733,
        1619858388,
      ]
    `);
  });

  it("does not depend on the order of members, on absent ones, or on the way over the wire", () => {
    expect(stateHash({ a: 1, b: 2 })).toBe(stateHash({ b: 2, a: 1 }));
    expect(stateHash({ a: 1, b: undefined })).toBe(stateHash({ a: 1 }));
    expect(stateHash([undefined, Number.NaN])).toBe(stateHash([null, null]));
    expect(stateHash(-0)).toBe(stateHash(0));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(stateHash(throughJson(value))).toBe(stateHash(value));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("is a whole number of 32 bits, and tells states apart that look alike", () => {
    const states = [
      null,
      [],
      {},
      [[]],
      [null],
      { a: null },
      "",
      "null",
      0,
      "0",
      false,
      [0, 1],
      [1, 0],
      [[0], 1],
      [[0, 1]],
    ];
    const pairs = [{ a: 1, b: 2 }, { a: 2, b: 1 }, { a: { b: 1 } }, { b: { a: 1 } }, { "a.b": 1 }];
    const hashes = [...states, ...pairs].map(stateHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const hash of hashes) expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
  });

  it("differs for states that differ", () => {
    let same = 0;
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const isEqual = JSON.stringify(throughJson(a)) === JSON.stringify(throughJson(b));
        if (!isEqual && stateHash(a) === stateHash(b)) same += 1;
      }),
      { seed: 2, numRuns: 5_000 },
    );
    // (member order only: what differs in nothing else is the same state)
    expect(same).toBeLessThanOrEqual(1);
  });
});

import { describe, expect, it } from "@jest/globals";

import { checkPair } from "../fuzz/check-pair.ts";
import { patchTarget } from "../fuzz/patch-target.ts";
import { inputSeed, random } from "../fuzz/random.ts";
import { randomNext, randomValue } from "../fuzz/random-state.ts";

/** Pairs of states to try; nightly runs set `PATCH_PAIRS=1000000`. */
const PAIRS = Number(process.env["PATCH_PAIRS"] ?? 20_000);

describe("every promise of the patch floor", () => {
  it(`holds for ${PAIRS} random pairs of states`, () => {
    const numbers = random(6902);
    let state = randomValue(numbers);
    for (let i = 0; i < PAIRS; i += 1) {
      const next = randomNext(numbers, state);
      checkPair(state, next);
      state = numbers.oneIn(10) || JSON.stringify(next).length > 20_000 ? randomValue(numbers) : next;
    }
    expect.assertions(0);
  }, 3_600_000);

  it("holds for the first 1,000 inputs of a fuzz run", async () => {
    for (let input = 0; input < 1_000; input += 1) await patchTarget.input(random(inputSeed(1, input)));
    expect.assertions(0);
  });
});

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { beforeAll, describe, expect, it } from "@jest/globals";

import { createPatch } from "../../src/patch/create-patch.ts";
import { invertPatch } from "../../src/patch/invert-patch.ts";

const WORD = "a part of a text that an engine would not copy ";
/** MB that the texts take which the patches are about. */
const TEXTS = 40;

let collect: () => void;

beforeAll(() => {
  setFlagsFromString("--expose-gc");
  collect = runInNewContext("gc") as () => void;
});

/** MB that are still there when nothing is kept but what `make` gives for texts of 100 kB, one after the other. */
function kept(make: (text: string, i: number) => unknown): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const results = Array.from({ length: TEXTS * 10 }, (_, i) => make(`${i} ${"0123456789".repeat(10_000)}`, i));
  collect();
  const grown = (process.memoryUsage().heapUsed - before) / 1_000_000;
  expect(results).toHaveLength(TEXTS * 10);
  return grown;
}

describe("patches of texts that are kept", () => {
  it("keep what was put in, not the text they were made of", () => {
    const patched = kept((text) => createPatch({ text }, { text: text + WORD }, { text: true }));
    expect(patched).toBeLessThan(TEXTS / 4);
  });

  it("keep what undoes them, not the text it was taken from", () => {
    const undone = kept((text) =>
      invertPatch({ text: text + WORD }, [{ op: "str_del", path: "/text", pos: text.length, len: WORD.length }]),
    );
    expect(undone).toBeLessThan(TEXTS / 4);
  });
});

import { describe, expect, it } from "@jest/globals";

import { textSize } from "../../src/patch/json-size.ts";

const bytes = (text: string) => Buffer.byteLength(JSON.stringify(text));

describe("the size of a text as JSON", () => {
  it.each([
    ["a short text", ""],
    ["a text of 64 units", "x".repeat(63)],
    ["a text of 65", "x".repeat(64)],
    ["a long text", "x".repeat(1_000)],
  ])("is exact for %s with any one unit at its end", (_, text) => {
    const wrong: number[] = [];
    for (let unit = 0; unit <= 0xffff; unit += unit < 0x1000 ? 1 : 0x11) {
      const whole = text + String.fromCharCode(unit);
      if (textSize(whole) !== bytes(whole)) wrong.push(unit);
    }
    expect(wrong).toEqual([]);
  });

  it("counts a pair of surrogates as one character, and each half alone as its escape", () => {
    expect(textSize("\u{1f600}")).toBe(6);
    expect(textSize("\ud83d")).toBe(8);
    expect(textSize(`\ude00\ud83d${"x".repeat(100)}`)).toBe(114);
  });
});

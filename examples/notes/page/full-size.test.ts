import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { setEvent } from "ws-sync-rx";
import { fingerprint } from "../fingerprint.ts";
import { NOTES, type Notes } from "../notes.ts";
import { fullSize } from "./full-size.ts";

const text = fc.string({ unit: "binary" });
const notes: fc.Arbitrary<Notes> = fc.record({
  title: text,
  notes: fc.array(fc.record({ id: text, text }), { maxLength: 5 }),
  totalLength: fc.nat(),
});
const copyOf = (state: Notes): Notes => JSON.parse(JSON.stringify(state)) as Notes;

describe("what a whole state comes to", () => {
  it("is the size of its frame, to the byte, also when notes were measured before", () => {
    fc.assert(
      fc.property(notes, (state) => {
        const bytes = Buffer.byteLength(JSON.stringify(setEvent(NOTES, state)));
        expect(fullSize(state)).toBe(bytes);
        expect(fullSize({ ...state })).toBe(bytes);
      }),
      { seed: 10, numRuns: 200 },
    );
  });

  it("has one fingerprint however it was made, and another after any change", () => {
    fc.assert(
      fc.property(notes, notes, (one, other) => {
        expect(fingerprint(copyOf(one))).toBe(fingerprint(one));
        expect(fingerprint(one) === fingerprint(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

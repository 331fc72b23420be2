import { describe, expect, it } from "@jest/globals";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { equal } from "../../src/patch/equal.ts";
import { deepSize } from "../../src/patch/json-size.ts";
import { random } from "../fuzz/random.ts";

const N = 10_000;
const numbers = random(17);
const list = <T>(make: (i: number) => T, length = N): T[] => Array.from({ length }, (_, i) => make(i));
const row = (id: number, edit = 0) => ({ id, title: `the title of row ${id}`, edit });
const rows = list((i) => row(i));
const shuffled = <T>(of: readonly T[]): T[] =>
  of
    .map((one) => [numbers.below(1e9), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
const some = <T>(of: readonly T[], percent: number): T[] => of.filter(() => numbers.below(100) < percent);
const members = (name: string, edit = 0) => Object.fromEntries(list((i) => [name + String(i), i + edit], 100_000));
const text = () => list(() => numbers.below(1e9).toString(36), 180_000).join("");
const evenFirst = [...rows.filter(({ id }) => id % 2 === 0), ...rows.filter(({ id }) => id % 2 === 1)];
const middle = "a text that begins and ends as all the others do: ";

function nested(levels: number, leaf: unknown): unknown {
  let value = leaf;
  for (let i = 0; i < levels; i += 1) value = i % 2 === 0 ? [i, value, [leaf]] : { value, i };
  return value;
}

/** Most of them would take minutes, gigabytes or the whole stack if anything about the diff were quadratic or recursive. */
const cases: readonly (readonly [string, unknown, unknown])[] = [
  ["rows that are all equal, half of them gone", list(() => [1]), list(() => [1], N / 2)],
  ["rows that are all equal, all others equal as well", list(() => ({ a: 1 })), list(() => ({ a: 2 }), N + 1)],
  ["a reversed list", rows, rows.toReversed()],
  ["a shuffled list", rows, shuffled(rows)],
  ["a shuffled list, every row edited", rows, shuffled(rows).map(({ id }) => row(id, 1))],
  ["a list rotated by half", rows, [...rows.slice(N / 2), ...rows.slice(0, N / 2)]],
  ["two halves laid into each other", evenFirst, rows],
  ["two halves taken apart", rows, evenFirst],
  ["one id on all rows", list((i) => row(1, i)), list((i) => row(1, i + 1))],
  [
    "one id on all rows, some gone",
    list((i) => row(1, i)),
    some(
      list((i) => row(1, i)),
      90,
    ),
  ],
  ["three ids on all rows", list((i) => row(i % 3, i)), list((i) => row((i * 7 + 1) % 3, i))],
  ["two values in turn, the other first", list((i) => i % 2), list((i) => (i + 1) % 2)],
  [
    "two values in turn, some gone",
    list((i) => i % 2),
    some(
      list((i) => i % 2),
      70,
    ),
  ],
  ["two rows in turn, the other first", list((i) => ({ v: i % 2 })), list((i) => ({ v: (i + 1) % 2 }), N - 5)],
  ["bits, all new", list(() => numbers.below(2)), list(() => numbers.below(2))],
  ["rows of one hash", list((i) => [`${middle}${i} ${middle}`]), list((i) => [`${middle}${N - i} ${middle}`])],
  ["100,000 members, one changed", members("a"), { ...members("a"), a777: 0 }],
  ["100,000 members under new names", members("a"), members("b")],
  ["100,000 members, all edited", members("a"), members("a", 1)],
  ["a megabyte of text, all new", { text: text() }, { text: text() }],
  ["2,000 levels, every other one edited", nested(2_000, 0), nested(2_000, 1)],
  ["lists in lists, each with a row moved", nested(3_000, [0, 1]), nested(2_999, [1, 0, 2])],
];

describe.each([{}, { moves: true, text: true }])("with %j the diff copes with", (options) => {
  it.each(cases)("%s", (_, before, after) => {
    const operations = createPatch(before, after, options);
    expect(equal(applyPatch(before, operations), after)).toBe(true);
    expect(deepSize(operations)).toBeLessThanOrEqual(deepSize(after) + 100);
  });
});

describe("the size of JSON", () => {
  it.each([[[]], [{}], [[[], [[]], {}]], [{ a: 1, b: [null, true, "x"] }], [nested(100, [1, {}])], ["text"], [12.5]])(
    "of %j is told without recursion",
    (value) => {
      expect(deepSize(value)).toBe(JSON.stringify(value).length);
    },
  );
});

import { expect, it } from "@jest/globals";
import { Ring } from "../../src/sync/ring.ts";

const entry = (name: string, operations = 1) => ({ name, operations: Array.from({ length: operations }, () => name) });
const last = (ring: Ring<ReturnType<typeof entry>>, count: number) => ring.last(count)?.map(({ name }) => name);

it("a ring gives the last entries, oldest first, or nothing when it does not hold that many", () => {
  const ring = new Ring<ReturnType<typeof entry>>({ count: 2 });
  expect([last(ring, 0), last(ring, 1)]).toEqual([[], undefined]);
  for (const name of ["a", "b", "c"]) ring.push(entry(name));
  expect([0, 1, 2, 3].map((count) => last(ring, count))).toEqual([[], ["c"], ["b", "c"], undefined]);
  ring.clear();
  expect([last(ring, 0), last(ring, 1)]).toEqual([[], undefined]);
});

it("a ring holds no more operations than its limit, whatever their distribution", () => {
  const ring = new Ring<ReturnType<typeof entry>>({ operations: 5 });
  ring.push(entry("a", 2));
  ring.push(entry("b", 3));
  expect(last(ring, 2)).toEqual(["a", "b"]);
  ring.push(entry("c", 1));
  expect([last(ring, 2), last(ring, 3)]).toEqual([["b", "c"], undefined]);
  ring.push(entry("d", 6));
  expect([last(ring, 0), last(ring, 1)]).toEqual([[], undefined]);
  ring.push(entry("e", 5));
  expect(last(ring, 1)).toEqual(["e"]);
});

it("a ring holds 256 entries and 10,000 operations unless told otherwise", () => {
  const ring = new Ring<ReturnType<typeof entry>>();
  for (let count = 0; count < 257; count += 1) ring.push(entry("x"));
  expect([ring.last(256)?.length, ring.last(257)]).toEqual([256, undefined]);
  ring.push(entry("y", 10_000));
  expect([last(ring, 1), last(ring, 2)]).toEqual([["y"], undefined]);
  ring.push(entry("z"));
  expect([last(ring, 1), last(ring, 2)]).toEqual([["z"], undefined]);
});

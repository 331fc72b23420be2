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

it("a ring holds no more bytes than its limit, however few operations they are in", () => {
  const ring = new Ring<{ readonly name: string; readonly operations: readonly unknown[] }>({ bytes: 100 });
  const names = (count: number) => ring.last(count)?.map(({ name }) => name);
  // 45 bytes as JSON, the brackets included
  const small = [{ op: "replace", path: "/a", value: "1234" }];
  expect(JSON.stringify(small).length).toBe(45);
  for (const name of ["a", "b", "c"]) ring.push({ name, operations: small });
  expect([names(2), names(3)]).toEqual([["b", "c"], undefined]);
  ring.push({ name: "large", operations: [{ op: "replace", path: "/a", value: "x".repeat(100) }] });
  expect([names(0), names(1)]).toEqual([[], undefined]);
});

it("a ring holds a MiB unless told otherwise", () => {
  const ring = new Ring();
  const half = [{ op: "add", path: "/a", value: "x".repeat(500_000) }];
  for (let count = 0; count < 3; count += 1) ring.push({ operations: half });
  expect([ring.last(2)?.length, ring.last(3)]).toEqual([2, undefined]);
});

it("a ring measures deltas of any depth", () => {
  let deep: unknown = "x".repeat(100);
  for (let depth = 0; depth < 5_000; depth += 1) deep = [deep];
  const ring = new Ring({ bytes: 10_000 });
  ring.push({ operations: [{ op: "add", path: "/a", value: deep }] });
  expect([ring.last(0), ring.last(1)]).toEqual([[], undefined]);
  const roomy = new Ring({ bytes: 11_000 });
  roomy.push({ operations: [{ op: "add", path: "/a", value: deep }] });
  expect(roomy.last(1)?.length).toBe(1);
});

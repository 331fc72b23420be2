import { isDeepStrictEqual } from "node:util";

import { describe, expect, it } from "@jest/globals";
import fastJsonPatch from "fast-json-patch";
import * as rfc6902 from "rfc6902";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { invertPatch } from "../../src/patch/invert-patch.ts";
import type { Operation } from "../../src/patch/operation.ts";
import { random, type Random } from "../fuzz/random.ts";
import { clone, randomNext, randomValue } from "../fuzz/random-state.ts";

const PAIRS = Number(process.env["PATCH_PAIRS"] ?? 10_000);

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe("the law of moves", () => {
  it(`holds for ${PAIRS} random pairs of states`, () => {
    const numbers = random(44);
    let state = randomValue(numbers);
    let moves = 0;
    for (let i = 0; i < PAIRS; i += 1) {
      const next = numbers.oneIn(2) ? randomNext(numbers, state) : stir(numbers, state);
      moves += check(state, next);
      state = numbers.oneIn(5) || JSON.stringify(next).length > 20_000 ? randomValue(numbers) : next;
    }
    expect(moves).toBeGreaterThan(PAIRS / 20);
  }, 3_600_000);

  it("holds for long lists, stirred and edited", () => {
    const numbers = random(45);
    for (let i = 0; i < 100; i += 1) {
      const title = "a title that makes the row worth moving";
      const list: unknown[] = Array.from({ length: numbers.below(200) }, (_, id) => ({ id, title, more: [id] }));
      let next: unknown = list;
      for (let turn = numbers.below(30); turn >= 0; turn -= 1) next = stir(numbers, next);
      check(list, numbers.oneIn(2) ? clone(next) : next);
    }
    expect.assertions(0);
  });
});

/** How many moves the patch has, all promises kept. */
function check(before: unknown, after: unknown): number {
  const former = JSON.stringify(before);
  const patch = createPatch(before, after, { moves: true });
  const must = (holds: boolean, what: string) => {
    if (!holds)
      throw new Error(`${what}\nbefore ${former}\nafter  ${JSON.stringify(after)}\npatch  ${JSON.stringify(patch)}`);
  };
  must(isDeepStrictEqual(applyPatch(before, clone(patch)), after), "round trip");
  must(isDeepStrictEqual(applyPatch(after, invertPatch(before, patch)), before), "inverse");
  must(bytes(patch) <= bytes(createPatch(before, after)), "no larger than without moves");
  const root = { state: clone(before) };
  const errors = rfc6902.applyPatch(root, clone(patch).map(underState));
  must(errors.every((error) => error === null) && isDeepStrictEqual(root.state, after), "rfc6902 agrees");
  const theirs = fastJsonPatch.applyPatch(clone(before), clone(patch) as fastJsonPatch.Operation[]).newDocument;
  must(isDeepStrictEqual(theirs, after), "fast-json-patch agrees");
  must(JSON.stringify(before) === former, "the former state is not changed");
  return patch.filter(({ op }) => op === "move").length;
}

function underState(operation: Operation): Operation {
  const path = `/state${operation.path}`;
  return "from" in operation ? { ...operation, path, from: `/state${operation.from}` } : { ...operation, path };
}

/** Rows of some list moved, now and then one edited, removed or new; members renamed. */
function stir(numbers: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return randomNext(numbers, value);
  const keys = Object.keys(value);
  if (keys.length < 2 || numbers.oneIn(3)) {
    const key = keys.at(numbers.below(Math.max(1, keys.length)));
    return key === undefined
      ? randomNext(numbers, value)
      : put(value, key, stir(numbers, (value as Record<string, unknown>)[key]));
  }
  if (!Array.isArray(value)) return rename(numbers, value, keys);
  const list: unknown[] = value.slice();
  for (let i = numbers.below(4); i >= 0; i -= 1) {
    const taken = list.splice(numbers.below(list.length), 1 + numbers.below(2));
    if (numbers.oneIn(6)) taken.pop();
    if (numbers.oneIn(6)) taken.push(randomValue(numbers, 3));
    list.splice(numbers.below(list.length + 1), 0, ...taken.map((row) => (numbers.oneIn(4) ? edited(row) : row)));
  }
  return list;
}

function edited(row: unknown): unknown {
  return typeof row === "object" && row !== null && !Array.isArray(row) ? { ...row, edited: true } : row;
}

function rename(numbers: Random, object: object, keys: readonly string[]): unknown {
  const names = keys.map((key) => (numbers.oneIn(3) ? `${key}${numbers.below(9)}` : key));
  return Object.fromEntries(Object.values(object).map((member: unknown, i) => [names[i], member]));
}

function put(container: object, key: string, value: unknown): unknown {
  return Array.isArray(container) ? container.with(Number(key), value) : { ...container, [key]: value };
}

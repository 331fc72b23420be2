import { describe, expect, it } from "@jest/globals";

import { mergePatches } from "../../src/patch/merge-patches.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";

const set = (path: string, value: unknown): PatchOperation => ({ op: "replace", path, value });
const add = (path: string, value: unknown): PatchOperation => ({ op: "add", path, value });
const remove = (path: string): PatchOperation => ({ op: "remove", path });
const type = (path: string, pos: number, str: string): PatchOperation => ({ op: "str_ins", path, pos, str });

describe("mergePatches", () => {
  it.each<[string, PatchOperation[], PatchOperation[], PatchOperation[]]>([
    ["keeps what has nothing in common", [set("/a", 1)], [set("/b", 2)], [set("/a", 1), set("/b", 2)]],
    ["keeps the last of two values", [set("/a", 1), set("/b", 1)], [set("/a", 2)], [set("/a", 2), set("/b", 1)]],
    ["adds what was added and changed", [add("/a", 1)], [set("/a", 2)], [add("/a", 2)]],
    ["forgets what was changed and removed", [set("/a", 1)], [remove("/a")], [remove("/a")]],
    ["replaces what was removed and added", [remove("/a")], [add("/a", 1)], [set("/a", 1)]],
    [
      "forgets what was done inside",
      [set("/a/b", 1), set("/c", 1), add("/a/d", 1)],
      [set("/a", 1)],
      [set("/c", 1), set("/a", 1)],
    ],
    ["joins what was typed", [type("/t", 5, "ab")], [type("/t", 7, "cd")], [type("/t", 5, "abcd")]],
    ["types into what was set", [set("/t", "ab")], [type("/t", 1, "-")], [set("/t", "a-b")]],
    [
      "stops where rows move",
      [set("/l/1/a", 1)],
      [remove("/l/0"), set("/l/1/a", 2)],
      [set("/l/1/a", 1), remove("/l/0"), set("/l/1/a", 2)],
    ],
    [
      "stops at a test",
      [set("/a", 1)],
      [{ op: "test", path: "/a", value: 1 }, set("/a", 2)],
      [set("/a", 1), { op: "test", path: "/a", value: 1 }, set("/a", 2)],
    ],
  ])("%s", (_, a, b, merged) => {
    expect(mergePatches(a, b)).toEqual(merged);
  });
});

import { describe, expect, it } from "@jest/globals";

import { commute } from "../../src/patch/commute.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";

const set = (path: string): PatchOperation => ({ op: "replace", path, value: 1 });
const add = (path: string): PatchOperation => ({ op: "add", path, value: 1 });
const remove = (path: string): PatchOperation => ({ op: "remove", path });
const test = (path: string): PatchOperation => ({ op: "test", path, value: 1 });
const move = (from: string, path: string): PatchOperation => ({ op: "move", from, path });
const copy = (from: string, path: string): PatchOperation => ({ op: "copy", from, path });
const type = (path: string): PatchOperation => ({ op: "str_ins", path, pos: 0, str: "x" });

describe("commute", () => {
  it.each<[PatchOperation, PatchOperation]>([
    [set("/a"), set("/b")],
    [set("/a/b"), set("/a/c")],
    [add("/a"), remove("/b")],
    [set("/list/1/title"), set("/list/1/done")],
    [set("/list/1"), set("/list/2")],
    [add("/list/5"), set("/list/4/title")],
    [remove("/list/5"), test("/list/4")],
    [test("/a"), test("/a/b")],
    [copy("/a", "/b"), test("/a")],
    [move("/a", "/b"), set("/c")],
    [type("/a"), type("/b")],
    [add("/list/-"), set("/other/0")],
  ])("%j and %j", (a, b) => {
    expect(commute([a], [b])).toBe(true);
    expect(commute([b], [a])).toBe(true);
  });

  it.each<[PatchOperation, PatchOperation]>([
    [set("/a"), set("/a")],
    [set("/a"), set("/a/b")],
    [set(""), test("/a")],
    [add("/list/5"), set("/list/5/title")],
    [add("/list/5"), set("/list/9/title")],
    [add("/list/5"), add("/list/2")],
    [add("/list/-"), add("/list/-")],
    [add("/list/-"), set("/list/3")],
    [remove("/list/5"), set("/list/6")],
    [move("/list/3", "/x"), set("/list/3")],
    [move("/list/3", "/x"), set("/list/8/a")],
    [move("/a", "/b"), test("/a/c")],
    [copy("/a", "/b"), set("/a/c")],
    [type("/a"), type("/a")],
  ])("not %j and %j", (a, b) => {
    expect(commute([a], [b])).toBe(false);
    expect(commute([b], [a])).toBe(false);
  });

  it("is true for nothing, and needs every pair", () => {
    expect(commute([], [set("")])).toBe(true);
    expect(commute([set("/a"), set("/b")], [set("/c"), set("/b")])).toBe(false);
  });
});

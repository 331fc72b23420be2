import { describe, expect, it } from "@jest/globals";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { toReplace } from "../../src/patch/to-replace.ts";

const long = "The quick brown fox jumps over the lazy dog. ".repeat(500);
const insert = (pos: number, str: string) => ({ op: "str_ins", path: "/text", pos, str });
const remove = (pos: number, len: number) => ({ op: "str_del", path: "/text", pos, len });

describe("texts", () => {
  it.each<[string, string, string, unknown[]]>([
    ["an append", long, `${long}token`, [insert(long.length, "token")]],
    ["a prepend", long, `token${long}`, [insert(0, "token")]],
    ["an insertion", long, `${long.slice(0, 99)}token${long.slice(99)}`, [insert(99, "token")]],
    ["a removal", long, long.slice(0, 7_000) + long.slice(7_011), [remove(7_000, 11)]],
    ["a change", `${long}a${long}`, `${long}bc${long}`, [remove(long.length, 1), insert(long.length, "bc")]],
    ["a repetition", "a".repeat(100), "a".repeat(101), [insert(100, "a")]],
    [
      "a change of a surrogate pair",
      `${long}\u{1f600}`,
      `${long}\u{1f601}`,
      [remove(long.length, 2), insert(long.length, "\u{1f601}")],
    ],
    [
      "a pair with another first half",
      `\ud83d\ude00${long}`,
      `\ud83e\ude00${long}`,
      [remove(0, 2), insert(0, "\ud83e\ude00")],
    ],
    ["a short text", "abc", "abd", [{ op: "replace", path: "/text", value: "abd" }]],
    ["nothing", long, "", [{ op: "replace", path: "/text", value: "" }]],
  ])("send %s as little", (_, before, after, operations) => {
    const state = { text: before, more: 1 };
    const patch = createPatch(state, { text: after, more: 1 }, { text: true });
    expect(patch).toEqual(operations);
    expect(applyPatch(state, patch).text).toBe(after);
    const plain = toReplace(state, patch);
    expect(plain).toEqual([{ op: "replace", path: "/text", value: after }]);
    expect(applyPatch(state, plain)).toEqual({ text: after, more: 1 });
  });

  it("replace a text in which two lone halves would meet", () => {
    const before = `${long}\ud83dx\ude00${long}`;
    const after = `${long}\ud83dyz\ude00${long}`;
    expect(applyPatch({ text: before }, createPatch({ text: before }, { text: after }, { text: true })).text).toBe(
      after,
    );
  });

  it("cost a token and less than 60 bytes for a token appended, however long they are", () => {
    for (const length of [100, 10_000, 1_000_000]) {
      const text = "x".repeat(length);
      const patch = createPatch({ messages: [{ text }] }, { messages: [{ text: `${text}token` }] }, { text: true });
      expect(JSON.stringify(patch[0]).length).toBeLessThanOrEqual("token".length + 60 + String(length).length);
      expect(patch).toHaveLength(1);
    }
  });

  it("leave a patch without text operations as it is for other peers", () => {
    const patch = createPatch({ a: 1, b: [1] }, { a: 2, b: [1, 2] });
    expect(toReplace({ a: 1, b: [1] }, patch)).toBe(patch);
  });

  it("keep their place in a patch for other peers", () => {
    const before = {
      list: [
        { id: 1, text: long },
        { id: 2, text: "b" },
      ],
    };
    const after = {
      list: [
        { id: 2, text: "b" },
        { id: 3, text: "c" },
        { id: 1, text: `${long}!` },
      ],
    };
    const plain = toReplace(before, createPatch(before, after, { text: true }));
    expect(plain.every(({ op }) => !op.startsWith("str"))).toBe(true);
    expect(applyPatch(before, plain)).toEqual(after);
  });

  it.each([
    [{ op: "str_ins", path: "/t", pos: 4, str: "x" }, "BAD_INDEX"],
    [{ op: "str_ins", path: "/t", pos: 1, str: "x" }, "BAD_INDEX"],
    [{ op: "str_del", path: "/t", pos: 0, len: 1 }, "BAD_INDEX"],
    [{ op: "str_del", path: "/t", pos: 2, len: 2 }, "BAD_INDEX"],
    [{ op: "str_del", path: "/t", pos: -1, len: 1 }, "BAD_OPERATION"],
    [{ op: "str_del", path: "/t", pos: 0, len: 0.5 }, "BAD_OPERATION"],
    [{ op: "str_ins", path: "/t", pos: 0 }, "BAD_OPERATION"],
    [{ op: "str_ins", path: "/none", pos: 0, str: "x" }, "MISSING"],
  ])("refuse %j", (operation, code) => {
    expect(() => applyPatch({ t: "\u{1f600}x" }, [operation as never])).toThrow(expect.objectContaining({ code }));
  });
});

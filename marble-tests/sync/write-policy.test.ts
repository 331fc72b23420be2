import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, of } from "rxjs";
import { patchEvent, type PatchOperation, setEvent, type SyncEvent, type WritePolicy, writes } from "ws-sync-rx";

const state = { a: 1, deep: { b: 2 }, list: [1, 2] };

/** Whether a write is taken under a policy. */
function taken(event: SyncEvent, policy: WritePolicy = {}, before: unknown = state): boolean {
  const failures: SyncEvent[] = [];
  const state$ = new BehaviorSubject(before);
  of(event)
    .pipe(writes("KEY", state$, policy))
    .subscribe((failure) => failures.push(failure));
  expect(failures.length === 0 || state$.value === before).toBe(true);
  return failures.length === 0;
}
const patch = (...operations: readonly PatchOperation[]): SyncEvent => patchEvent("KEY", operations);
const add = (path: string): PatchOperation => ({ op: "add", path, value: 0 });

describe("what clients may write", () => {
  it.each<[PatchOperation, boolean]>([
    [{ op: "add", path: "/c", value: 1 }, true],
    [{ op: "replace", path: "/a", value: 1 }, true],
    [{ op: "remove", path: "/a" }, true],
    [{ op: "test", path: "/a", value: 1 }, true],
    [{ op: "move", from: "/a", path: "/c" }, false],
    [{ op: "copy", from: "/a", path: "/c" }, false],
    [{ op: "str_ins", path: "/a", pos: 0, str: "x" }, false],
    [{ op: "replace", path: "", value: {} }, false],
    [{ op: "add", path: "", value: {} }, false],
  ])("%j by default: %p", (operation, expected) => {
    expect(taken(patch(operation))).toBe(expected);
  });

  it("takes the kinds it is told to", () => {
    const policy: WritePolicy = { kinds: ["move"] };
    expect(taken(patch({ op: "move", from: "/a", path: "/c" }), policy)).toBe(true);
    expect(taken(patch(add("/c")), policy)).toBe(false);
  });

  it("takes the root with root: true", () => {
    expect(taken(patch({ op: "replace", path: "", value: {} }), { root: true })).toBe(true);
  });

  it("counts operations, and members of a _SET", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => add(`/m${index}`));
    expect(taken(patch(...many(256)))).toBe(true);
    expect(taken(patch(...many(257)))).toBe(false);
    expect(taken(patch(...many(2)), { operations: 1 })).toBe(false);
    expect(taken(setEvent("KEY", { a: 2, deep: {} }), { operations: 1 })).toBe(false);
  });

  it("limits the depth of path and from", () => {
    const deep = "/a".repeat(33);
    expect(taken(patch(add(deep)))).toBe(false);
    expect(taken(patch(add("/deep/c")), { depth: 2 })).toBe(true);
    expect(taken(patch(add("/deep/c")), { depth: 1 })).toBe(false);
    expect(taken(patch({ op: "move", from: "/deep/b", path: "/c" }), { depth: 1, kinds: ["move"] })).toBe(false);
  });

  it("asks allow for every decoded path, from included, and for every member of a _SET", () => {
    const asked: (readonly string[])[] = [];
    const policy: WritePolicy = {
      kinds: ["move", "add"],
      allow: (path) => {
        asked.push(path);
        return path[0] !== "deep";
      },
    };
    expect(taken(patch(add("/a~1b~0c")), policy)).toBe(true);
    expect(taken(patch({ op: "move", from: "/deep/b", path: "/c" }), policy)).toBe(false);
    expect(taken(patch(add("/deep/c")), policy)).toBe(false);
    expect(taken(setEvent("KEY", { a: 2 }), policy)).toBe(true);
    expect(taken(setEvent("KEY", { a: 2, deep: {} }), policy)).toBe(false);
    expect(asked).toEqual([["a/b~c"], ["c"], ["deep", "b"], ["deep", "c"], ["a"], ["a"], ["deep"]]);
  });

  it("takes a _SET that is the whole of a state that is no object, and of no other", () => {
    expect(taken(setEvent("KEY", 6), {}, 5)).toBe(true);
    expect(taken(setEvent("KEY", [1]), {}, [2])).toBe(true);
    expect(taken(setEvent("KEY", null))).toBe(false);
    expect(taken(setEvent("KEY", [1]))).toBe(false);
    expect(taken(setEvent("KEY", null), { root: true })).toBe(true);
  });
});

import { describe, expect, it } from "@jest/globals";
import { LocalCopy } from "../../src/sync/local-copy.ts";

interface State {
  readonly name: string;
  readonly more?: number;
  readonly left: { readonly v: number };
  readonly right: { readonly v: number };
}

const start: State = { name: "a", left: { v: 1 }, right: { v: 2 } };
const copy = new LocalCopy(start);

describe("a change made here", () => {
  it("lies on top of the server's patches to other members", () => {
    const changed = copy.changedHere({ name: "here" });
    expect(changed.view).toEqual({ ...start, name: "here" });
    expect(changed.patched([{ op: "replace", path: "/left/v", value: 5 }]).view).toEqual({
      ...start,
      name: "here",
      left: { v: 5 },
    });
  });

  it.each([
    ["a patch to the member", [{ op: "replace", path: "/name", value: "s" }] as const, "s"],
    ["a move out of it", [{ op: "move", from: "/name", path: "/left/v" }] as const, undefined],
    ["a patch to the root", [{ op: "replace", path: "", value: { ...start, name: "s" } }] as const, "s"],
  ])("gives way to %s", (_name, operations, expected) => {
    expect(copy.changedHere({ name: "here" }).patched(operations).view.name).toBe(expected);
  });

  it("gives way to a whole state", () => {
    expect(copy.changedHere({ name: "here" }).replaced({ ...start, name: "s" }).view.name).toBe("s");
  });

  it("is no part of a write to another member", () => {
    const { copy: written, operations } = copy.changedHere({ name: "here" }).written({ more: 1 });
    expect(operations).toEqual([{ op: "add", path: "/more", value: 1 }]);
    expect(written.view).toEqual({ ...start, name: "here", more: 1 });
  });

  it("is sent by a write of the same member, also of the same value", () => {
    const { copy: written, operations } = copy.changedHere({ name: "here" }).written({ name: "here" });
    expect(operations).toEqual([{ op: "replace", path: "/name", value: "here" }]);
    expect(written.view.name).toBe("here");
  });

  it("can remove a member", () => {
    expect(
      Object.keys(copy.changedHere((state) => ({ name: state.name, left: state.left, right: state.right })).view),
    ).toEqual(["name", "left", "right"]);
    const { more: _, ...rest } = { ...start, more: 1 };
    expect(new LocalCopy<State>({ ...start, more: 1 }).changedHere(() => rest).view).toEqual(start);
  });

  it("of nothing is no change", () => {
    expect(copy.changedHere({})).toBe(copy);
    expect(copy.changedHere({ name: "a" })).toBe(copy);
    expect(copy.changedHere((state) => state)).toBe(copy);
    expect(copy.changedHere((state) => ({ ...state }))).toBe(copy);
  });

  it("leaves the server's state alone when the state is no object", () => {
    const list = new LocalCopy<readonly number[]>([1]);
    const changed = list.changedHere([7]);
    expect(changed.view).toEqual([7]);
    expect(changed.patched([{ op: "add", path: "/1", value: 2 }]).view).toEqual([1, 2]);
  });
});

describe("a write", () => {
  it("is a patch per member, never the whole state", () => {
    const { copy: written, operations } = copy.written({ name: "b", left: { v: 9 } });
    expect(operations).toEqual([
      { op: "replace", path: "/name", value: "b" },
      { op: "replace", path: "/left/v", value: 9 },
    ]);
    expect(written.view).toEqual({ ...start, name: "b", left: { v: 9 } });
  });

  it("of nothing sends nothing and is no change", () => {
    expect(copy.written({})).toEqual({ copy, operations: [] });
    expect(copy.written({ name: "a" }).copy).toBe(copy);
    expect(copy.written((state) => ({ ...state })).copy).toBe(copy);
    expect(copy.written({ more: undefined } as object).operations).toEqual([]);
  });

  it("of a state that is no object is the whole of it", () => {
    expect(new LocalCopy(5).written(6).operations).toEqual([{ op: "replace", path: "", value: 6 }]);
    expect(new LocalCopy<unknown>([1]).written([2]).copy.view).toEqual([2]);
    expect(new LocalCopy<unknown>(start).written(() => null).copy.view).toBe(null);
    expect(new LocalCopy(5).written(5).operations).toEqual([]);
  });

  it("keeps what it does not touch", () => {
    const { view } = copy.written({ name: "b" }).copy;
    expect(view.left).toBe(start.left);
    expect(view.right).toBe(start.right);
  });
});

describe("identity", () => {
  it("is kept off the path of a patch, and wherever a new state equals the old", () => {
    const patched = copy.patched([{ op: "replace", path: "/left/v", value: 5 }]).view;
    expect(patched.right).toBe(start.right);
    expect(patched.left).not.toBe(start.left);
    const replaced = copy.replaced({ name: "b", left: { v: 1 }, right: { v: 3 } }).view;
    expect(replaced.left).toBe(start.left);
    expect(copy.replaced(structuredClone(start)).view).toBe(start);
  });

  it("is kept of the whole when a patch does not fit", () => {
    expect(() => copy.patched([{ op: "remove", path: "/none" }])).toThrow("/none");
    expect(copy.view).toBe(start);
  });

  it("may be null: what is changed here to null is shown", () => {
    const five = new LocalCopy<number | null>(5);
    expect(five.changedHere(() => null).view).toBeNull();
    expect(five.replaced(null).view).toBeNull();
  });
});

import { describe, expect, it } from "@jest/globals";
import { patchEvent, setEvent } from "ws-sync-rx";
import type { DeltaUpdate, SnapshotUpdate } from "../../src/sync/feed.ts";
import { Belief } from "../../src/sync/belief.ts";
import { createPatch } from "../../src/patch/create-patch.ts";

interface State {
  readonly name: string;
  readonly other: number;
  readonly list: readonly number[];
}

const text = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
const a: State = { name: "a", other: 1, list: text };
const at = (version: number) => ({ epoch: "e", version });
const snapshot = (state: State, version: number): SnapshotUpdate<State> => ({
  kind: "snapshot",
  state,
  position: at(version),
});
const delta = (before: State, state: State, version: number): DeltaUpdate<State> => ({
  kind: "delta",
  base: version - 1,
  before,
  state,
  operations: createPatch(before, state),
  position: at(version),
});
const rename = (value: string) => patchEvent("KEY", [{ op: "replace", path: "/name", value }]);

/** A line whose pongs the test gives. */
function line() {
  let asked = 0;
  return {
    settledRound: 0,
    settle: () => (asked += 1),
    get asked() {
      return asked;
    },
  };
}

function told(receipts = line()): { belief: Belief<State>; receipts: ReturnType<typeof line> } {
  const belief = new Belief<State>(receipts);
  expect(belief.advance(snapshot(a, 0))).toEqual({ kind: "shared", update: snapshot(a, 0) });
  belief.flushed();
  receipts.settledRound = receipts.asked;
  return { belief, receipts };
}

describe("what the server believes a client to have", () => {
  it("begins with the whole state, also when the first update is a delta", () => {
    const b = { ...a, name: "b" };
    expect(new Belief<State>(line()).advance(delta(a, b, 3))).toMatchObject({
      kind: "shared",
      update: { kind: "snapshot", state: b, position: at(3) },
    });
  });

  it("moves on with the deltas all lines get", () => {
    const { belief } = told();
    const step = delta(a, { ...a, name: "b" }, 1);
    expect(belief.advance(step)).toEqual({ kind: "shared", update: step });
  });

  it("knows what it has been told already", () => {
    const { belief } = told();
    expect(belief.advance(delta(a, a, 0))).toBeUndefined();
    expect(belief.advance(snapshot(a, 0))).toBeUndefined();
  });

  it("does not echo a write, and sends what else the write has caused", () => {
    const { belief } = told();
    expect(belief.wrote(rename("b"))).toBe(true);
    const b = { ...a, name: "b" };
    expect(belief.advance(delta(a, b, 1))).toBeUndefined();
    expect(belief.wrote(rename("c"))).toBe(true);
    expect(belief.advance(delta(b, { ...b, name: "c", other: 2 }, 2))).toEqual({
      kind: "own",
      operations: [{ op: "replace", path: "/other", value: 2 }],
    });
  });

  it("corrects a write that was changed on its way into the state", () => {
    const { belief } = told();
    belief.wrote(rename("b"));
    expect(belief.advance(delta(a, { ...a, name: "B" }, 1))).toEqual({
      kind: "own",
      operations: [{ op: "replace", path: "/name", value: "B" }],
    });
  });

  it("sees no crossing in a write that the client made after it had received everything", () => {
    const { belief } = told();
    belief.wrote(rename("x"));
    expect(belief.doubtful).toBe(false);
  });

  it("sees a crossing while a whole state is under way", () => {
    const receipts = line();
    const belief = new Belief<State>(receipts);
    belief.advance(snapshot(a, 0));
    belief.flushed();
    belief.wrote(rename("x"));
    expect(belief.doubtful).toBe(true);
  });

  it("sees a crossing with a delta that touches the same place, until it is known to have arrived", () => {
    const { belief, receipts } = told();
    belief.wrote(patchEvent("KEY", []));
    belief.advance(delta(a, { ...a, name: "b" }, 1));
    belief.flushed();
    belief.wrote(patchEvent("KEY", [{ op: "replace", path: "/other", value: 2 }]));
    expect(belief.doubtful).toBe(false);
    belief.wrote(rename("x"));
    expect(belief.doubtful).toBe(true);
    const after = told();
    after.belief.wrote(patchEvent("KEY", []));
    after.belief.advance(delta(a, { ...a, name: "b" }, 1));
    after.belief.flushed();
    after.receipts.settledRound = after.receipts.asked;
    after.belief.wrote(rename("x"));
    expect(after.belief.doubtful).toBe(false);
    expect(receipts.asked).toBeGreaterThan(1);
  });

  it("asks for no receipt while a client never wrote, and looks at what may not have arrived when it does", () => {
    const quiet = told();
    const asked = quiet.receipts.asked;
    quiet.belief.advance(delta(a, { ...a, name: "b" }, 1));
    quiet.belief.flushed();
    expect(quiet.receipts.asked).toBe(asked);
    quiet.belief.wrote(patchEvent("KEY", [{ op: "replace", path: "/other", value: 9 }]));
    expect(quiet.belief.doubtful).toBe(false);
    expect(quiet.receipts.asked).toBe(asked + 1);
    quiet.belief.wrote(rename("x"));
    expect(quiet.belief.doubtful).toBe(true);
  });

  it("asks for the receipt of many deltas at once while a client never wrote", () => {
    const { belief, receipts } = told();
    const asked = receipts.asked;
    let before = a;
    for (let version = 1; version <= 64; version += 1) {
      const state = { ...before, other: version };
      belief.advance(delta(before, state, version));
      belief.flushed();
      before = state;
    }
    expect(receipts.asked).toBe(asked + 1);
  });

  it("settles a doubt by stating the place, as it is now, with whatever else differs", () => {
    const receipts = line();
    const belief = new Belief<State>(receipts);
    belief.advance(snapshot(a, 0));
    belief.flushed();
    belief.wrote(rename("x"));
    expect(belief.settle(snapshot({ ...a, name: "truth", other: 5 }, 2))).toEqual({
      kind: "own",
      operations: [
        { op: "replace", path: "/name", value: "truth" },
        { op: "replace", path: "/other", value: 5 },
      ],
    });
    expect(belief.doubtful).toBe(false);
  });

  it("settles at once when the next delta touches a place in doubt", () => {
    const belief = new Belief<State>(line());
    belief.advance(snapshot(a, 0));
    belief.flushed();
    belief.wrote(rename("x"));
    const x = { ...a, name: "x" };
    expect(belief.advance(delta(a, x, 1))).toBeUndefined();
    expect(belief.doubtful).toBe(true);
    expect(belief.advance(delta(x, { ...x, name: "y" }, 2))).toEqual({
      kind: "own",
      operations: [{ op: "replace", path: "/name", value: "y" }],
    });
    expect(belief.doubtful).toBe(false);
  });

  it("states the list when a later write has moved the element in doubt", () => {
    const { belief, receipts } = told();
    const b = { ...a, list: a.list.with(3, 99) };
    belief.advance(delta(a, b, 1));
    belief.flushed();
    belief.wrote(patchEvent("KEY", [{ op: "replace", path: "/list/3", value: 7 }]));
    receipts.settledRound = receipts.asked;
    belief.wrote(patchEvent("KEY", [{ op: "remove", path: "/list/0" }]));
    const now = { ...b, list: b.list.with(3, 7).slice(1) };
    expect(belief.settle(snapshot(now, 2))).toEqual({
      kind: "own",
      operations: [{ op: "replace", path: "/list", value: now.list }],
    });
  });

  it("sends the whole state when the place in doubt is all of it", () => {
    const belief = new Belief<State>(line());
    belief.advance(snapshot(a, 0));
    belief.flushed();
    belief.wrote(patchEvent("KEY", [{ op: "add", path: "/gone", value: 1 }]));
    expect(belief.settle(snapshot(a, 1))).toEqual({ kind: "shared", update: snapshot(a, 1) });
  });

  it("does not know a client whose write does not fit", () => {
    const { belief } = told();
    expect(belief.wrote(patchEvent("KEY", [{ op: "remove", path: "/none" }]))).toBe(false);
    expect(belief.wrote({ type: "_PATCH:KEY", data: null })).toBe(false);
    expect(new Belief<State>(line()).wrote(setEvent("KEY", a))).toBe(false);
  });

  it("may be told that the client has a state without sending it", () => {
    const belief = new Belief<State>(line());
    belief.assume(snapshot(a, 4));
    const step = delta(a, { ...a, other: 2 }, 5);
    expect(belief.advance(step)).toEqual({ kind: "shared", update: step });
  });

  it("states everything when a write crosses more than is looked at, since any list may have moved", () => {
    const { belief } = told();
    const shifted = { ...a, list: a.list.slice(1) };
    belief.advance(delta(a, shifted, 1));
    let before = shifted;
    for (let version = 2; version <= 258; version += 1) {
      const state = { ...before, other: version };
      belief.advance(delta(before, state, version));
      before = state;
    }
    belief.wrote(patchEvent("KEY", [{ op: "replace", path: "/list/3", value: 7 }]));
    const now = snapshot({ ...before, list: before.list.with(3, 7) }, 259);
    expect(belief.settle(now)).toEqual({ kind: "shared", update: now });
  });

  it("looks no longer at every delta when too many are under way", () => {
    const { belief } = told();
    belief.wrote(patchEvent("KEY", []));
    let before = a;
    for (let version = 1; version <= 257; version += 1) {
      const state = { ...before, other: version };
      belief.advance(delta(before, state, version));
      before = state;
    }
    belief.flushed();
    // nothing was sent that touches the name, but that is not known any more
    belief.wrote(rename("x"));
    expect(belief.doubtful).toBe(true);
  });
});

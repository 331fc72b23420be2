import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject } from "rxjs";
import type { Position } from "ws-sync-rx";
import { applyPatch } from "ws-sync-rx";
import { feed, type FeedUpdate } from "../../src/sync/feed.ts";

interface State {
  readonly title: string;
  readonly rows: readonly number[];
  readonly text: string;
}
const text = "long enough for a delta to be the smaller one ".repeat(8);
const start: State = { title: "a", rows: [], text };

/** A feed that is followed, and the position of each version. */
function followed(count = 256) {
  const state$ = new BehaviorSubject(start);
  const kept = feed(state$, { epoch: () => "e", ring: { count } });
  const life = kept.subscribe();
  const at = (version: number, epoch = "e"): Position => ({ epoch, version });
  const push = (row: number): void => {
    state$.next({ ...state$.value, rows: [...state$.value.rows, row] });
  };
  const title = (value: string): void => {
    state$.next({ ...state$.value, title: value });
  };
  return { state$, kept, at, push, title, life };
}
const kinds = (updates: readonly FeedUpdate<State>[]) =>
  updates.map((update) => (update.kind === "delta" ? `${update.base}-${update.position.version}` : "snapshot"));

describe("what a reader has missed", () => {
  it("is everything for the first time, and nothing while there is no state", () => {
    const { kept, life } = followed();
    expect(kept.since(undefined)).toMatchObject({ recovery: "fresh", updates: [{ kind: "snapshot", state: start }] });
    life.unsubscribe();
    expect(kept.since(undefined)).toEqual({ recovery: "fresh", updates: [] });
    expect(kept.since({ epoch: "e", version: 0 })).toEqual({ recovery: "fresh", updates: [] });
  });

  it("is nothing, or the deltas from version 0 on (F11)", () => {
    const { kept, at, push } = followed();
    expect(kept.since(at(0))).toEqual({ recovery: "delta", updates: [] });
    push(1);
    expect(kinds(kept.since(at(0)).updates)).toEqual(["0-1"]);
    expect(kept.since(at(1))).toEqual({ recovery: "delta", updates: [] });
  });

  it("is one delta where that is smaller, and the single ones where it is not", () => {
    const { kept, at, title, push } = followed();
    for (const value of ["b", "c", "d"]) title(value);
    const { recovery, updates } = kept.since(at(0));
    expect([recovery, kinds(updates)]).toEqual(["delta", ["0-3"]]);
    const [merged] = updates;
    expect(merged?.kind === "delta" && merged.operations).toEqual([{ op: "replace", path: "/title", value: "d" }]);
    expect(kept.since(at(0)).updates).toBe(updates);
    title("e");
    expect(kinds(kept.since(at(0)).updates)).toEqual(["0-4"]);
    push(1);
    expect(kinds(kept.since(at(3)).updates)).toEqual(["3-5"]);
  });

  it("is a delta without operations where all was taken back", () => {
    const { kept, at, title } = followed();
    title("b");
    title("a");
    const [update] = kept.since(at(0)).updates;
    expect(update).toMatchObject({ kind: "delta", base: 0, operations: [], position: { version: 2 } });
  });

  it("is the state where the deltas together are larger, beyond the ring, and after a step that was no delta", () => {
    const { kept, at, state$, push } = followed(2);
    push(1);
    push(2);
    push(3);
    expect(kept.since(at(0))).toMatchObject({ recovery: "snapshot", updates: [{ kind: "snapshot" }] });
    expect(kinds(kept.since(at(1)).updates)).toEqual(["1-3"]);
    state$.next({ title: "z", rows: [9], text: "short" });
    expect(kept.since(at(3))).toMatchObject({ recovery: "snapshot" });
    expect(kept.since(at(4))).toEqual({ recovery: "delta", updates: [] });
  });

  it.each<[string, Position]>([
    ["another life", { epoch: "f", version: 1 }],
    ["the future", { epoch: "e", version: 3 }],
    ["the far future", { epoch: "e", version: Number.MAX_SAFE_INTEGER }],
    ["before the beginning", { epoch: "e", version: -1 }],
    ["nowhere", { epoch: "e", version: Number.NaN }],
    ["between two versions", { epoch: "e", version: 1.5 }],
    ["infinity", { epoch: "e", version: Number.POSITIVE_INFINITY }],
  ])("is the state for a reader from %s (F12)", (_name, position) => {
    const { kept, push } = followed();
    push(1);
    push(2);
    expect(kept.since(position)).toMatchObject({ recovery: "snapshot", updates: [{ kind: "snapshot" }] });
    expect(kept.deltasSince(position)).toBeUndefined();
  });

  it("leads from every version of the ring to the present state", () => {
    const { kept, at, push, title, state$ } = followed();
    const states = [start];
    for (let index = 0; index < 20; index += 1) {
      if (index % 3 === 0) title(`t${index}`);
      else push(index);
      states.push(state$.value);
    }
    states.forEach((before, version) => {
      const reached = kept
        .since(at(version))
        .updates.reduce<State>(
          (state, update) => (update.kind === "delta" ? applyPatch(state, update.operations) : update.state),
          before,
        );
      expect(reached).toEqual(state$.value);
    });
  });
});

import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject } from "rxjs";
import { type PatchOperation, patchEvent, setEvent } from "ws-sync-rx";
import { feed } from "../../src/sync/feed.ts";
import { checkBase, WriteConflict } from "../../src/sync/write-conflict.ts";
import { writeOf } from "../../src/sync/write.ts";

interface State {
  readonly title: string;
  readonly rows: readonly string[];
  readonly text: string;
}
const text = "long enough for a delta to be the smaller one ".repeat(8);
const start: State = { title: "a", rows: ["r0", "r1"], text };

/** A state that is served: version 1 has another title. */
function served(ring = 256) {
  const state$ = new BehaviorSubject(start);
  const kept = feed(state$, { epoch: () => "e", ring: { count: ring } });
  kept.subscribe();
  state$.next({ ...start, title: "b" });
  const check = (operations: readonly PatchOperation[], envelope: object, value: State = state$.value) => {
    const event = { ...patchEvent("KEY", operations), envelope };
    return () => {
      checkBase(event, writeOf(event), kept, value);
    };
  };
  return { state$, kept, check };
}
const titled: PatchOperation[] = [{ op: "replace", path: "/title", value: "mine" }];
const rowed: PatchOperation[] = [{ op: "replace", path: "/rows/0", value: "mine" }];

describe("a write against a version", () => {
  it("goes together with what happened since where the places differ, and not where they are the same", () => {
    const { check } = served();
    expect(check(titled, { e: "e", b: 1 })).not.toThrow();
    expect(check(rowed, { e: "e", b: 0 })).not.toThrow();
    expect(check(titled, { e: "e", b: 0 })).toThrow(new WriteConflict(0, 1));
  });

  it("an index never reaches another element: a list that was shifted is a conflict", () => {
    const { state$, check } = served();
    state$.next({ ...state$.value, rows: ["new", "r0", "r1"] });
    expect(check(rowed, { e: "e", b: 1 })).toThrow(WriteConflict);
    expect(check([{ op: "remove", path: "/rows/1" }], { e: "e", b: 0 })).toThrow(WriteConflict);
    expect(check(rowed, { e: "e", b: 2 })).not.toThrow();
  });

  it("counts what the state has that the feed has not", () => {
    const { state$, check } = served();
    const ahead = { ...state$.value, title: "ahead" };
    expect(check(titled, { e: "e", b: 1 }, ahead)).toThrow(WriteConflict);
    expect(check(rowed, { e: "e", b: 1 }, ahead)).not.toThrow();
  });

  it.each<[string, object]>([
    ["another life", { e: "f", b: 1 }],
    ["the future", { e: "e", b: 2 }],
    ["a version that the ring has forgotten", { e: "e", b: 0 }],
  ])("from %s is a conflict: what happened since is unknown", (_name, envelope) => {
    const { state$, check } = served(1);
    state$.next({ ...state$.value, title: "c" });
    const before = envelope as { e: string; b: number };
    expect(check(rowed, before.b === 2 ? { e: "e", b: 3 } : envelope)).toThrow(WriteConflict);
  });

  it("without a base is taken as it is; so is one of a state that is not served to its author", () => {
    const { check, kept } = served();
    for (const envelope of [{}, { e: "e" }, { b: 0 }]) expect(check(titled, envelope)).not.toThrow();
    const event = { ...patchEvent("KEY", titled), envelope: { e: "e", b: 0 } };
    expect(() => {
      checkBase(event, writeOf(event), undefined, start);
    }).not.toThrow();
    expect(kept.current?.position.version).toBe(1);
  });

  it("a _SET conflicts with a change of the members that it names, and with no other", () => {
    const { kept, state$ } = served();
    const check = (data: object) => () => {
      const event = { ...setEvent("KEY", data), envelope: { e: "e", b: 0 } };
      checkBase(event, writeOf(event), kept, state$.value);
    };
    expect(check({ title: "mine" })).toThrow(WriteConflict);
    expect(check({ rows: [] })).not.toThrow();
  });
});

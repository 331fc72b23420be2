import { describe, expect, it } from "@jest/globals";
import { map, retry, throwError, type Observable } from "rxjs";
import { TestScheduler, type RunHelpers } from "rxjs/testing";

import { NonJsonError } from "../../src/patch/non-json-error.ts";
import { diff, patch, type Update } from "../../src/patch/operators.ts";
import { PatchError } from "../../src/patch/patch-error.ts";

interface Note {
  readonly title: string;
  readonly tags: readonly string[];
}

const a: Note = { title: "a".repeat(80), tags: ["x"] };
const b: Note = { ...a, tags: ["x", "y"] };
const c: Note = { ...b, tags: ["y"] };
const states = { a, b, c };

const updates: Record<string, Update<Note>> = {
  S: { kind: "snapshot", state: a },
  D: { kind: "delta", operations: [{ op: "add", path: "/tags/1", value: "y" }] },
  E: { kind: "delta", operations: [{ op: "remove", path: "/tags/0" }] },
};

const marbles = (test: (helpers: RunHelpers) => void) => () =>
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);

describe("diff", () => {
  it(
    "sends a snapshot, then what has changed, and nothing for an equal state",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const source$ =  hot("a--b--b--c--|", states);
      const subs = "        ^-----------!";
      const expected = "    S--D-----E--|";
      expectObservable(source$.pipe(diff())).toBe(expected, updates);
      expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    "sends nothing for an equal state that shares nothing with the former",
    marbles(({ cold, expectObservable }) => {
      // prettier-ignore
      const source$ = cold("a--a--b--|", states).pipe(map((state) => structuredClone(state)));
      const expected = "    S-----D--|";
      expectObservable(source$.pipe(diff())).toBe(expected, updates);
    }),
  );

  it(
    "sends a snapshot where a delta would be larger",
    marbles(({ cold, expectObservable }) => {
      // prettier-ignore
      const source$ = cold("a--b--|", { a: [1, 2, 3], b: [4, 5, 6, 7] });
      const expected = "    S--T--|";
      expectObservable(source$.pipe(diff())).toBe(expected, {
        S: { kind: "snapshot", state: [1, 2, 3] },
        T: { kind: "snapshot", state: [4, 5, 6, 7] },
      });
    }),
  );

  it(
    "stops listening when nobody listens to it",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const source$ = hot("a--b--c--", states);
      const unsub = "      ----!----";
      const subs = "       ^---!----";
      const expected = "   S--D-----";
      expectObservable(source$.pipe(diff()), unsub).toBe(expected, updates);
      expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    "starts again with a snapshot for each subscriber, and after a retry",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const source$ = cold("a--b--#      ", states);
      const subs = ["       ^-----!      ", "------^-----!"];
      const expected = "    S--D--S--D--#";
      expectObservable(source$.pipe(diff(), retry(1))).toBe(expected, updates);
      expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    "errors where a state is no JSON, and lets go of the source",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const source$ = hot<unknown>("a--m--a", { a: { list: [] }, m: { list: [new Map()] } });
      const subs = "        ^--!";
      const expected = "    S--#";
      const failure = new NonJsonError(
        "/list/0",
        "is a Map, which JSON would write as {}: give it a toJSON() or use an object or array",
      );
      expectObservable(source$.pipe(diff())).toBe(expected, { S: { kind: "snapshot", state: { list: [] } } }, failure);
      expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );
});

describe("patch", () => {
  it(
    "puts the states together again",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const source$ = hot("S--D-----E--|", updates);
      const subs = "       ^-----------!";
      const expected = "   a--b-----c--|";
      expectObservable(source$.pipe(patch())).toBe(expected, states);
      expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    "errors when a delta comes first, or does not fit",
    marbles(({ cold, expectObservable }) => {
      // prettier-ignore
      const first$ = cold("D--|", updates);
      expectObservable(first$.pipe(patch())).toBe(
        "                  #   ",
        {},
        new PatchError("NO_SNAPSHOT", "cannot be changed before it has come as a snapshot", "", -1),
      );
      // prettier-ignore
      const second$ = cold("S--E--E--|", updates);
      expectObservable(second$.pipe(patch())).toBe(
        "                   a--e--#   ",
        { a, e: { ...a, tags: [] } },
        new PatchError("BAD_INDEX", ": 0 is beyond the end of a list of 0", "/tags/0", 0),
      );
    }),
  );

  it(
    "is the inverse of diff, whatever ends the stream",
    marbles(({ cold, expectObservable }) => {
      const thereAndBack = (source$: Observable<Note>) => source$.pipe(diff(), patch());
      expectObservable(thereAndBack(cold("a--b--c--|", states))).toBe("a--b--c--|", states);
      expectObservable(thereAndBack(cold("a--b--#   ", states))).toBe("a--b--#   ", states);
      expectObservable(thereAndBack(throwError(() => "error"))).toBe("# ");
    }),
  );
});

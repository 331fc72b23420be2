import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { map, of, tap } from "rxjs";
import { getEvent, patchEvent, setEvent, synced, syncKey } from "ws-sync-rx";
import { draft } from "ws-sync-rx/draft";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

interface Notes {
  readonly title: string;
  readonly notes: readonly string[];
  readonly by: { readonly name: string };
}
const NOTES = syncKey<Notes>("NOTES");
const before: Notes = { title: "t", notes: ["a"], by: { name: "n" } };

describe("draft()", () => {
  it("makes a change of a recipe that changes its state, and shares what it does not touch", () => {
    const after = draft<Notes>((state) => state.notes.push("b"))(before);
    expect(after).toEqual({ ...before, notes: ["a", "b"] });
    expect(after.by).toBe(before.by);
    expect(before.notes).toEqual(["a"]);
    expect(draft<Notes>(() => undefined)(before)).toBe(before);
  });

  it("throws what its recipe throws, and refuses one that is not done when it returns", () => {
    const failing = draft<Notes>((state) => {
      state.title = "half";
      throw new Error("no");
    });
    expect(() => failing(before)).toThrow("no");
    expect(before.title).toBe("t");
    // types let an async function pass for one whose result is not looked at
    const rename: (state: { title: string }) => void = (state): unknown => {
      state.title = "x";
      return Promise.resolve();
    };
    const later = draft<Notes>(rename);
    expect(() => later(before)).toThrow("A recipe of draft() must be done when it returns");
  });

  it("does what the same steps do without it", () => {
    const step = fc.record({ at: fc.nat(5), row: fc.option(fc.string(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(step), (rows, steps) => {
        const plain = steps.reduce<readonly string[]>((list, { at, row }) => {
          if (row === undefined) return list.filter((_one, index) => index !== at);
          return [...list.slice(0, at), row, ...list.slice(at)];
        }, rows);
        const after = draft<Notes>((state) => {
          for (const { at, row } of steps)
            state.notes.splice(at, row === undefined ? 1 : 0, ...(row === undefined ? [] : [row]));
        })({ ...before, notes: rows });
        expect(after.notes).toEqual(plain);
        expect(after.by).toBe(before.by);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it(
    "is run again on what the server says meanwhile",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const state = (...notes: readonly string[]): Notes => ({ ...before, notes });
      const events = { s: setEvent(NOTES, state("a")), t: setEvent(NOTES, state("x", "a")) };
      // prettier-ignore
      const incoming$ = hot("-s-----t---", events);
      const write$ = cold("  ----w------");
      const view = "         ia--b--c---";
      const sent = "         G---p------";
      const connection = new TestConnection(scheduler);
      const copy = synced(testSession(incoming$, of(connection)), NOTES, state());
      write$.pipe(tap(() => void copy.write(draft((notes) => notes.notes.push("new"))))).subscribe();
      expectObservable(copy.pipe(map(({ notes }) => String(notes)))).toBe(view, {
        i: "",
        a: "a",
        b: "a,new",
        c: "x,a",
      });
      expectObservable(connection.sent$).toBe(sent, {
        G: getEvent(NOTES),
        p: patchEvent(NOTES, [{ op: "add", path: "/notes/1", value: "new" }]),
      });
    }),
  );
});

import { describe, expect, it } from "@jest/globals";
import { asapScheduler, map, timer } from "rxjs";
import { ConnectionClosed } from "ws-sync-rx";
import { marbles } from "ws-sync-rx/testing";

describe("marbles", () => {
  it(
    "owns time",
    marbles(({ hot, scheduler, expectObservable }) => {
      // prettier-ignore
      const source$ = hot("--a--b--|");
      const expected = "   --x--y--|";
      expectObservable(source$.pipe(map((mark) => (mark === "a" ? "x" : "y")))).toBe(expected);
      expectObservable(timer(2, scheduler).pipe(map(() => "t"))).toBe("--(t|)");
      expectObservable(timer(0, asapScheduler).pipe(map(() => "t"))).toBe("(t|)");
    }),
  );

  it("fails with both streams, frame by frame", () => {
    const fails = marbles(({ cold, expectObservable }) => {
      expectObservable(cold("a-#", undefined, new Error("came"))).toBe("-|");
    });
    expect(fails).toThrow(
      'The streams differ.\nexpected\n  {"frame":1,"notification":{"kind":"C"}}\ncame\n  {"frame":0,"notification":{"kind":"N","value":"a"}}\n  {"frame":2,"notification":{"kind":"E","error":"Error: came"}}',
    );
  });

  it.each<[unknown, unknown, boolean]>([
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [[1], [1], true],
    [[1], [1, 2], false],
    [[], {}, false],
    [null, {}, false],
    [Number.NaN, Number.NaN, true],
    [Object.assign(Object.create({ inherited: 1 }), { a: 1 }), { a: 1 }, true],
    [new ConnectionClosed(1000, "", 1), new ConnectionClosed(1000, "", 1), true],
    [new ConnectionClosed(1000, "", 1), new ConnectionClosed(1001, "", 1), false],
    [new TypeError("m"), new Error("m"), false],
    [new Error("m"), { message: "m" }, false],
  ])("compares %j with %j by their own members: %p", (actual, expected, equal) => {
    const compare = marbles(({ cold, expectObservable }) => {
      expectObservable(cold("a", { a: actual })).toBe("a", { a: expected });
    });
    if (equal) expect(compare).not.toThrow();
    else expect(compare).toThrow("The streams differ");
  });
});

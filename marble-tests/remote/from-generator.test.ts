import { describe, expect, it } from "@jest/globals";
import { firstValueFrom, lastValueFrom, type Observable, of, take, throwError, timer, toArray } from "rxjs";
import { fromAsyncIterable } from "../../src/remote/from-async-iterable.ts";
import { fromGenerator } from "../../src/remote/from-generator.ts";
import { marbles } from "ws-sync-rx/testing";

describe("fromGenerator", () => {
  it(
    "emits what is yielded, and hands back what is awaited",
    marbles(({ cold, expectObservable }) => {
      const page$ = cold("---p|", { p: "page" });
      function* body(): Generator<unknown, void, string> {
        yield 1;
        const page = yield page$;
        yield page.length;
      }
      expectObservable(fromGenerator(body())).toBe("a---(b|)", { a: 1, b: 4 });
    }),
  );

  it(
    "runs finally at once when it is unsubscribed, while it awaits",
    marbles(({ cold, expectObservable, expectSubscriptions, scheduler }) => {
      const slow$ = cold("---------|");
      const subs = "      ^----!    ";
      const unsub = "     -----!    ";
      const ended: number[] = [];
      function* body(): Generator<Observable<unknown>, void> {
        try {
          yield slow$;
        } finally {
          ended.push(scheduler.frame);
        }
      }
      expectObservable(fromGenerator(body()), unsub).toBe("-");
      expectSubscriptions(slow$.subscriptions).toBe(subs);
      scheduler.schedule(() => expect(ended).toEqual([5]), 6);
    }),
  );

  it(
    "throws what it awaited in vain into the generator, which may go on",
    marbles(({ expectObservable }) => {
      function* body(): Generator<unknown, void> {
        try {
          yield throwError(() => new Error("no page"));
        } catch {
          yield "none";
        }
      }
      expectObservable(fromGenerator(body())).toBe("(a|)", { a: "none" });
      function* failing(): Generator<unknown, void> {
        yield throwError(() => new Error("no page"));
      }
      expectObservable(fromGenerator(failing())).toBe("#", undefined, new Error("no page"));
    }),
  );

  it("can be cancelled though it awaits nothing", async () => {
    let ended = false;
    function* endless(): Generator<number, void> {
      try {
        for (let count = 0; ; count += 1) yield count;
      } finally {
        ended = true;
      }
    }
    const counts$ = fromGenerator(endless());
    expect(await lastValueFrom(counts$.pipe(take(3), toArray()))).toEqual([0, 1, 2]);
    expect(ended).toBe(true);
  });

  it("ends a generator that unsubscribes itself, behind its own step", async () => {
    const stop$ = timer(0);
    let ended = 0;
    function* body(): Generator<unknown, void> {
      try {
        yield of(1);
        yield "last";
        yield "never";
      } finally {
        ended += 1;
      }
    }
    expect(await firstValueFrom(fromGenerator(body()))).toBe("last");
    await lastValueFrom(stop$);
    expect(ended).toBe(1);
  });
});

describe("fromAsyncIterable", () => {
  it("emits, completes, errors and calls return() at once", async () => {
    let ended = false;
    async function* body(): AsyncGenerator<number, void> {
      try {
        yield await Promise.resolve(1);
        yield 2;
        yield 3;
      } finally {
        ended = true;
      }
    }
    expect(await lastValueFrom(fromAsyncIterable(body()).pipe(toArray()))).toEqual([1, 2, 3]);
    expect(ended).toBe(true);

    ended = false;
    expect(await lastValueFrom(fromAsyncIterable(body()).pipe(take(1)))).toBe(1);
    await Promise.resolve();
    await Promise.resolve();
    expect(ended).toBe(true);
    // eslint-disable-next-line require-yield
    async function* failing(): AsyncGenerator<number, void> {
      throw new Error("no");
    }
    await expect(lastValueFrom(fromAsyncIterable(failing()))).rejects.toThrow("no");
  });

  it("takes no more than is wanted, and ends only what has not ended", async () => {
    const calls: string[] = [];
    const iterable = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          calls.push("next");
          return Promise.resolve(calls.length > 3 ? { done: true as const, value: 0 } : { value: calls.length });
        },
        return: () => {
          calls.push("return");
          return Promise.resolve({ done: true as const, value: 0 });
        },
      }),
    };
    expect(await lastValueFrom(fromAsyncIterable(iterable).pipe(take(2)))).toBe(2);
    await Promise.resolve();
    expect(calls.splice(0)).toEqual(["next", "next", "return"]);
    expect(await lastValueFrom(fromAsyncIterable(iterable).pipe(toArray()))).toEqual([1, 2, 3]);
    expect(calls).toEqual(["next", "next", "next", "next"]);
  });
});

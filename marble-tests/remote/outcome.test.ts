import { describe, expect, it } from "@jest/globals";
import { NEVER, type SchedulerLike } from "rxjs";
import { outcome } from "../../src/remote/outcome.ts";
import { marbles } from "ws-sync-rx/testing";

const NEVER_SETTLED: PromiseLike<never> = { then: () => NEVER_SETTLED };

/** A promise whose time is virtual. */
class Later implements PromiseLike<number> {
  constructor(
    readonly scheduler: SchedulerLike,
    readonly ms: number,
    readonly fails = false,
  ) {}

  then<A = number, B = never>(
    fulfilled?: ((value: number) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    if (fulfilled !== null && fulfilled !== undefined)
      this.scheduler.schedule(() => {
        if (this.fails) rejected?.(new Error("rejected"));
        else fulfilled(1);
      }, this.ms);
    return NEVER_SETTLED;
  }
}

describe("outcome", () => {
  it(
    "is the value, what the promise brings, or all that the observable does",
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const a$ = cold("   --a--b--|");
      const value = "     (1|)     ";
      const promise = "   ---(1|)  ";
      const observable = "--a--b--|";
      const subs = "      ^-------!";
      expectObservable(outcome(() => 1)).toBe(value, { 1: 1 });
      expectObservable(outcome(() => new Later(scheduler, 3))).toBe(promise, { 1: 1 });
      expectObservable(outcome(() => a$)).toBe(observable);
      expectSubscriptions(a$.subscriptions).toBe(subs);
    }),
  );

  it(
    "errors with what is thrown, rejected or emitted as an error",
    marbles(({ scheduler, cold, expectObservable }) => {
      const thrown$ = outcome(() => {
        throw new Error("thrown");
      });
      expectObservable(thrown$).toBe("#", undefined, new Error("thrown"));
      expectObservable(outcome(() => new Later(scheduler, 3, true))).toBe("---#", undefined, new Error("rejected"));
      expectObservable(outcome(() => cold("--#"))).toBe("--#");
    }),
  );

  it(
    "runs for each subscription, and aborts the signal when it is left",
    marbles(({ expectObservable, flush }) => {
      const signals: AbortSignal[] = [];
      const run$ = outcome((leaving) => {
        signals.push(leaving.signal);
        return NEVER;
      });
      expectObservable(run$, "-^-!").toBe("-");
      expectObservable(run$, "--^-").toBe("-");
      flush();
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    }),
  );

  it("a signal that is first asked for when nobody wants the result any more is aborted", () => {
    let ask = (): boolean => false;
    const run$ = outcome((leaving) => {
      ask = () => leaving.signal.aborted;
      return NEVER;
    });
    run$.subscribe().unsubscribe();
    expect(ask()).toBe(true);
  });

  it.each([undefined, null, "text", {}, { then: 5 }])("takes %j for a value", (value) => {
    marbles(({ expectObservable }) => {
      expectObservable(outcome(() => value)).toBe("(v|)", { v: value });
    })();
  });
});

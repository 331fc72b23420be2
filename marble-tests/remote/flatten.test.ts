import { describe, expect, it } from "@jest/globals";
import { defer, finalize, NEVER, type Observable, of, Subject } from "rxjs";
import { actions, type Flattening, syncKey, type SyncEvent, tasks } from "ws-sync-rx";
import { marbles, testSession } from "ws-sync-rx/testing";

const KEY = syncKey<unknown, { call(args: object): void }, { work(args: object): void }>("KEY");
const call: SyncEvent = { type: "_ACTION:KEY", data: { type: "call" } };
const other: SyncEvent = { type: "_ACTION:KEY", data: { type: "other" } };
const start: SyncEvent = { type: "_TASK_START:KEY", data: { type: "work" } };
const cancel: SyncEvent = { type: "_TASK_CANCEL:KEY", data: { type: "work" } };
const FAILED = { type: "_FAILURE" };

type Case = readonly [how: Flattening | undefined, runs: readonly string[], expected: string];

describe("an action that is called while it runs", () => {
  // prettier-ignore
  const cases: readonly Case[] = [
    //             --c--c-c-------      the calls
    [undefined,  ["--^---!        ", "-----^---!     ", "-------^---!   "], "---------------"],
    ["merge",    ["--^---!        ", "-----^---!     ", "-------^---!   "], "---------------"],
    ["concat",   ["--^---!        ", "------^---!    ", "----------^---!"], "---------------"],
    ["switch",   ["--^--!         ", "-----^-!       ", "-------^---!   "], "---------------"],
    ["exhaust",  ["--^---!        ",                   "-------^---!   "], "-----e---------"],
  ];

  it.each(cases)("is run by the rule %s", (how, runs, expected) => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const events$ = hot("--c--c-c-------", { c: call });
      const body$ = cold("   ----|          ");
      const options = how === undefined ? {} : { flatten: { call: how } };
      const served$ = events$.pipe(actions(KEY, { call: () => body$ }, options));
      expectObservable(served$).toBe(expected, { e: FAILED });
      expectSubscriptions(body$.subscriptions).toBe([...runs]);
    })();
  });

  it(
    "delays none of another name, and does not start when the pipeline ends",
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const events$ = hot("--c--co---------", { c: call, o: other });
      const body$ = cold("   ------         ");
      const other$ = cold("      -----      ");
      const unsub = "      --------!       ";
      const subs = "       --^-----!       ";
      const otherSubs = "  ------^-!       ";
      const handlers = { call: () => body$, other: () => other$ };
      expectObservable(events$.pipe(actions("KEY", handlers, { flatten: "concat" })), unsub).toBe("-");
      expectSubscriptions(body$.subscriptions).toBe(subs);
      expectSubscriptions(other$.subscriptions).toBe(otherSubs);
    }),
  );

  it("aborts the signal of the earlier run before the later one begins", () => {
    const log: unknown[] = [];
    const handlers = {
      call: (_args: object, { signal }: { readonly signal: AbortSignal }): Observable<never> => {
        log.push("begins");
        signal.addEventListener("abort", () => log.push("aborted"));
        return NEVER;
      },
    };
    of(call, call)
      .pipe(actions("KEY", handlers, { flatten: { call: "switch" } }))
      .subscribe();
    expect(log).toEqual(["begins", "aborted", "begins"]);
  });

  it("fails alone: the calls that wait are run", () => {
    const log: string[] = [];
    const fail$ = defer(() => {
      log.push("run");
      throw new Error("no");
    });
    of(call, call)
      .pipe(actions(KEY, { call: () => fail$ }, { flatten: "concat" }))
      .subscribe(({ type }) => log.push(type));
    expect(log).toEqual(["run", "_FAILURE", "run", "_FAILURE"]);
  });
});

describe("a task that is started while it runs", () => {
  type TaskCase = readonly [how: Flattening, runs: readonly string[], running: string, expected: string];
  // prettier-ignore
  const cases: readonly TaskCase[] = [
    //            --s--s--------s------      the starts
    ["exhaust", ["--^-----!            ",                          "--------------^-----!"], "--x-----o-----x-----o", "-----e"],
    ["merge",   ["--^-----!            ", "-----^-----!         ", "--------------^-----!"], "--x--------o--x-----o", "------"],
    ["concat",  ["--^-----!            ", "--------^-----!      ", "--------------^-----!"], "--x-----(ox)--(ox)--o", "------"],
    ["switch",  ["--^--!               ", "-----^-----!         ", "--------------^-----!"], "--x--(ox)--o--x-----o", "------"],
  ];

  it.each(cases)("is run by the rule %s", (flatten, runs, running, expected) => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const events$ = hot("--s--s--------s------", { s: start });
      const body$ = cold("   ------|          ");
      const running$ = new Subject<readonly string[]>();
      expectObservable(running$).toBe(running, { x: ["work"], o: [] });
      const served$ = testSession(events$).pipe(
        tasks(KEY, { work: () => body$ }, { runningObserver: running$, flatten }),
      );
      expectObservable(served$).toBe(expected, { e: FAILED });
      expectSubscriptions(body$.subscriptions).toBe([...runs]);
    })();
  });

  // prettier-ignore
  const cancels: readonly (readonly [Flattening, readonly string[], readonly string[]])[] = [
    //            --s--s--c--------s      c cancels
    ["exhaust", ["--^-----!         ",                       "-----------------^"], ["--------^-!"               ]],
    ["merge",   ["--^-----!         ", "-----^--!         ", "-----------------^"], ["--------^-!", "--------^-!"]],
    ["concat",  ["--^-----!         ",                       "-----------------^"], ["--------^-!"               ]],
    ["switch",  ["--^--!            ", "-------^!         ", "-----------------^"], ["-----^-!   ", "--------^-!"]],
  ];

  it.each(cancels)("%s: a cancel ends all runs, and what waits; each run has its ending", (flatten, runs, endings) => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const events$ = hot("--s--s--c--------s", { s: start, c: cancel });
      const body$ = cold("   ------------      ");
      const ending$ = cold(" --|               ");
      const options = { flatten, onCancel: { work: () => ending$ } };
      expectObservable(testSession(events$).pipe(tasks(KEY, { work: () => body$ }, options))).toBe(
        flatten === "exhaust" ? "-----e" : "-",
        { e: FAILED },
      );
      expectSubscriptions(body$.subscriptions).toBe([...runs]);
      expectSubscriptions(ending$.subscriptions).toBe([...endings]);
    })();
  });

  it("switch in one burst: only the last of the starts that wait for an ending is run", () => {
    const log: unknown[] = [];
    const ending$ = new Subject<never>();
    const work = ({ n }: { readonly n: number }): Observable<never> => {
      log.push(n);
      return NEVER.pipe(finalize(() => log.push(`${n} ends`)));
    };
    const begin = (n: number): SyncEvent => ({ type: "_TASK_START:KEY", data: { type: "work", n } });
    of(begin(1), begin(2), begin(3))
      .pipe(tasks("KEY", { work }, { flatten: "switch", onCancel: { work: () => ending$ } }))
      .subscribe();
    expect(log).toEqual([1, "1 ends"]);
    ending$.complete();
    expect(log).toEqual([1, "1 ends", 3]);
  });
});

import { describe, expect, it } from "@jest/globals";
import { finalize, NEVER, type Observable, of, Subject, timer } from "rxjs";
import { syncKey, tasks, type SyncEvent } from "ws-sync-rx";
import { marbles, testSession } from "ws-sync-rx/testing";

interface Tasks {
  work(args: { readonly steps: number }): void;
  other(args: object): void;
}

const NOTES = syncKey<unknown, unknown, Tasks>("NOTES");
const start = (type: string, args: object = {}): SyncEvent => ({ type: "_TASK_START:NOTES", data: { ...args, type } });
const cancel = (type: string): SyncEvent => ({ type: "_TASK_CANCEL:NOTES", data: { type } });
const FAILED = { type: "_FAILURE" };
const idle = (): Observable<never> => NEVER;

describe("tasks", () => {
  it(
    "fault 8: subscribes on start, unsubscribes on cancel, reports the second start of a running task",
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { s: start("work", { steps: 3 }), c: cancel("work") };
      // prettier-ignore
      const events$ = hot("--s-----c---s--s----", values);
      const body$ = cold("   a--b--------|      ");
      const first = "     --^-----!-----------";
      const second = "    ------------^------!";
      const running = "   --x-----o---x------o";
      const unsub = "     -------------------!";
      const expected = "  ---------------e----";
      const running$ = new Subject<readonly string[]>();

      const work = ({ steps }: { readonly steps: number }): Observable<unknown> => (steps === 3 ? body$ : NEVER);
      const served$ = testSession(events$).pipe(tasks(NOTES, { work, other: idle }, { runningObserver: running$ }));

      expectObservable(running$).toBe(running, { x: ["work"], o: [] });
      expectObservable(served$, unsub).toBe(expected, { e: FAILED });
      expectSubscriptions(body$.subscriptions).toBe([first, second]);
    }),
  );

  it(
    "reports an observer of the running tasks that throws, and serves on",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--w--o---------", { w: start("work"), o: start("other") });
      const expected = "   --e--e--e---e--";
      const throwing = { next: () => JSON.parse("none") as undefined };
      const handlers = { work: () => timer(6), other: () => timer(7) };

      const served$ = testSession(events$).pipe(tasks(NOTES, handlers, { runningObserver: throwing }));
      expectObservable(served$).toBe(expected, { e: FAILED });
    }),
  );

  it(
    "runs different tasks side by side, and takes one that ends off the list",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--w--o---------", { w: start("work"), o: start("other") });
      const running = "    --a--b--c----d-";
      const running$ = new Subject<readonly string[]>();
      const handlers = { work: () => timer(6), other: () => timer(8) };

      expectObservable(running$).toBe(running, { a: ["work"], b: ["work", "other"], c: ["other"], d: [] });
      expectObservable(testSession(events$).pipe(tasks(NOTES, handlers, { runningObserver: running$ }))).toBe("-");
    }),
  );

  it(
    "runs the cancel handler to its end before the task leaves the list",
    marbles(({ cold, hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--s--c---------", { s: start("work"), c: cancel("work") });
      const ending$ = cold("    ----|         ");
      const running = "    --x------o-----";
      const running$ = new Subject<readonly string[]>();
      const options = { runningObserver: running$, onCancel: { work: () => ending$ } };

      expectObservable(running$).toBe(running, { x: ["work"], o: [] });
      expectObservable(testSession(events$).pipe(tasks(NOTES, { work: idle, other: idle }, options))).toBe("-");
    }),
  );

  it(
    "fault 8: reports a task that fails, takes it off the list, and starts it again",
    marbles(({ cold, hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--s--------s---", { s: start("work") });
      const body$ = cold("   ---#           ");
      const running = "    --x--o-----x--o";
      const expected = "   -----e--------e";
      const running$ = new Subject<readonly string[]>();

      expectObservable(running$).toBe(running, { x: ["work"], o: [] });
      expectObservable(
        testSession(events$).pipe(tasks(NOTES, { work: () => body$, other: idle }, { runningObserver: running$ })),
      ).toBe(expected, { e: FAILED });
    }),
  );

  it(
    "reports a cancel handler that fails",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--s--c---", { s: start("work"), c: cancel("work") });
      const expected = "   -----e---";
      const fail = (): never => {
        throw new Error("no");
      };
      expectObservable(
        testSession(events$).pipe(tasks(NOTES, { work: idle, other: idle }, { onCancel: { work: fail } })),
      ).toBe(expected, { e: FAILED });
    }),
  );

  it(
    "ignores unknown tasks and the cancel of what does not run, and reports what is no call",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--u--c--p--m--n", {
        u: start("unknown"), c: cancel("work"), p: start("constructor"), m: { type: "_TASK_START:NOTES" }, n: { type: "_TASK_CANCEL:NOTES", data: [] },
      });
      const expected = "   -----------e--e";
      const called: string[] = [];
      const work = (): void => void called.push("work");
      expectObservable(testSession(events$).pipe(tasks(NOTES, { work, other: idle }))).toBe(expected, { e: FAILED });
      expect(called).toEqual([]);
    }),
  );

  it("starts and then cancels what comes in one burst", () => {
    const log: unknown[] = [];
    const work = (): Observable<never> => NEVER.pipe(finalize(() => log.push("cancelled")));
    const running$ = new Subject<readonly string[]>();
    running$.subscribe((names) => log.push(names));
    of(start("work"), cancel("work"))
      .pipe(tasks("NOTES", { work }, { runningObserver: running$ }))
      .subscribe();
    expect(log).toEqual([["work"], "cancelled", []]);
  });

  it(
    "is not cancelled by a line that breaks, and is by the end of the pipeline",
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const lines$ = hot(" c----x-------", { x: null });
      const events$ = hot("--s----------", { s: start("work") });
      const body$ = cold("   -----------");
      const unsub = "      -----------!-";
      const subs = "       --^--------!-";
      const served$ = testSession(events$, lines$).pipe(tasks(NOTES, { work: () => body$, other: idle }));
      expectObservable(served$, unsub).toBe("-");
      expectSubscriptions(body$.subscriptions).toBe(subs);
    }),
  );
});

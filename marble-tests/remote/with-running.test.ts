import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, finalize, NEVER, Subject } from "rxjs";
import { sharedTasks, sync, type SyncEvent, tasks, withRunning } from "ws-sync-rx";
import { marbles, testSession } from "ws-sync-rx/testing";

const start = (type: string): SyncEvent => ({ type: "_TASK_START:NOTES", data: { type } });
const cancel = (type: string): SyncEvent => ({ type: "_TASK_CANCEL:NOTES", data: { type } });

describe("withRunning", () => {
  it(
    "adds the names as the last member, and none before it has heard of any",
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const running$ = cold("---x-----o--", { x: ["work"], o: [] });
      const state$ = hot("   --a---b-----", { a: { n: 1 }, b: { n: 2 } });
      const expected = "     --aA--B--b--";
      const unsub = "        -----------!";
      const subs = "         ^----------!";
      expectObservable(state$.pipe(withRunning(running$)), unsub).toBe(expected, {
        a: { n: 1, running_tasks: [] },
        A: { n: 1, running_tasks: ["work"] },
        B: { n: 2, running_tasks: ["work"] },
        b: { n: 2, running_tasks: [] },
      });
      expectSubscriptions(state$.subscriptions).toBe(subs);
      expectSubscriptions(running$.subscriptions).toBe(subs);
    }),
  );

  it("takes the place of what a client wrote there, and stays last", () => {
    const shown: object[] = [];
    const state$ = new Subject<{ readonly n: number; readonly runningTasks?: unknown }>();
    state$.pipe(withRunning(new BehaviorSubject(["a"]), "runningTasks")).subscribe((state) => shown.push(state));
    state$.next({ runningTasks: "mine", n: 1 });
    expect(shown).toEqual([{ n: 1, runningTasks: ["a"] }]);
    expect(Object.keys(shown[0] ?? {})).toEqual(["n", "runningTasks"]);
  });

  it(
    "is one line of a pipeline that shows what it runs",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot(" --s--c--", { s: start("work"), c: cancel("work") });
      const expected = "    S-D--E--";
      const notes$ = new BehaviorSubject({
        title: "A title that is longer than a patch of the list of the running tasks",
      });
      const running$ = new BehaviorSubject<readonly string[]>([]);
      const session = testSession(events$);
      const synced$ = notes$.pipe(withRunning(running$), sync(session, "NOTES"));
      session.run(() => session.pipe(tasks("NOTES", { work: () => NEVER }, { runningObserver: running$ }))).subscribe();
      expectObservable(synced$).toBe(expected, {
        S: { type: "_SET:NOTES", data: { ...notes$.value, running_tasks: [] } },
        D: { type: "_PATCH:NOTES", data: [{ op: "add", path: "/running_tasks/0", value: "work" }] },
        E: { type: "_PATCH:NOTES", data: [{ op: "remove", path: "/running_tasks/0" }] },
      });
    }),
  );
});

describe("sharedTasks", () => {
  it("is one list for all sessions: one cancels what another has started, the last that leaves cancels all", () => {
    const log: unknown[] = [];
    const [one$, two$] = [new Subject<SyncEvent>(), new Subject<SyncEvent>()];
    const running$ = new Subject<readonly string[]>();
    running$.subscribe((names) => log.push(names));
    const endless$ = NEVER.pipe(finalize(() => log.push("ends")));
    const served = sharedTasks("NOTES", { work: () => endless$ }, { runningObserver: running$ });
    const leaving = served(testSession(one$)).subscribe();
    const staying = served(testSession(two$)).subscribe();
    one$.next(start("work"));
    leaving.unsubscribe();
    expect(log).toEqual([["work"]]);
    two$.next(cancel("work"));
    two$.next(start("work"));
    expect(log.splice(0)).toEqual([["work"], "ends", [], ["work"]]);
    staying.unsubscribe();
    expect(log).toEqual(["ends", []]);
  });

  it("reports what fails once, in the session whose client called or, when that has left, in another", () => {
    const [one$, two$] = [new Subject<SyncEvent>(), new Subject<SyncEvent>()];
    const fail = (): never => {
      throw new Error("no");
    };
    const later$ = new Subject<never>();
    const served = sharedTasks("NOTES", { fail, failLater: () => later$ });
    const heard: string[] = [];
    const [, leaving] = [one$, two$].map((events$, index) => {
      const session = testSession(events$);
      session.errors$.subscribe(({ message }) => heard.push(`${index}: ${message}`));
      return session.run(served).subscribe();
    });
    one$.next(start("fail"));
    two$.next(start("fail"));
    const report = "fail failed while it served _TASK_START:NOTES: no";
    expect(heard.splice(0)).toEqual([`0: ${report}`, `1: ${report}`]);
    two$.next(start("failLater"));
    one$.next(start("failLater"));
    expect(heard.splice(0)).toEqual([expect.stringMatching(/^0: failLater .* runs already/)]);
    leaving?.unsubscribe();
    later$.error(new Error("late"));
    expect(heard).toEqual(["0: failLater failed while it served _TASK_START:NOTES: late"]);
  });
});

import { describe, expect, it } from "@jest/globals";
import { map, NEVER, type Observable, Subject, timer } from "rxjs";
import { actionEvent, patchEvent, setEvent, type SyncEvent } from "ws-sync-rx";
import { expose, onCancel, remoteAction, remoteTask, type Sync, syncAll } from "ws-sync-rx/decorators";
import { marbles, testSession } from "ws-sync-rx/testing";

@syncAll("WORK", { exposeRunningTasks: true, casing: "camel", alwaysDelta: true })
class Work {
  declare readonly sync: Sync;
  steps = 0;
  log = "";
  _waits = 0;

  @remoteTask("COUNT") *count({ upto }: { readonly upto: number }): Iterable<Observable<unknown>> {
    while (this.steps < upto) {
      this.steps += 1;
      this.sync();
      yield timer(3);
    }
  }

  @onCancel("COUNT") counted(): void {
    this.log = "cancelled";
  }

  @remoteTask() wait(_args: object, { signal }: { readonly signal: AbortSignal }): Observable<never> {
    this._waits += 1;
    signal.addEventListener("abort", () => {
      this.log = "aborted";
    });
    return NEVER;
  }

  @remoteTask() fail(): never {
    throw new Error("fails");
  }

  @remoteAction() aloud(): void {
    this.log = "aloud";
    this.sync({ toast: "saved" });
  }

  @remoteAction() slow(): Observable<number> {
    return timer(1_000);
  }

  @remoteAction() take({ data, name }: { readonly data: Uint8Array; readonly name: string }): void {
    this.log = `${name}:${data.byteLength}`;
    this.sync();
  }
}

const start = (type: string, args: object = {}): SyncEvent => ({ type: "_TASK_START:WORK", data: { ...args, type } });
const cancel = (type: string): SyncEvent => ({ type: "_TASK_CANCEL:WORK", data: { type } });
const replace = (path: string, value: unknown): object => ({ op: "replace", path, value });
const changes = (...operations: readonly object[]): SyncEvent => patchEvent("WORK", operations);
const begun = (name: string): SyncEvent => changes({ op: "add", path: "/runningTasks/0", value: name });
const over = { op: "remove", path: "/runningTasks/0" };
const first = setEvent("WORK", { log: "", steps: 0, runningTasks: [] });

/** What an object sends, by the frame in which it does: two events of one frame are drawn one after the other. */
function log(
  work: Work,
  incoming$: Observable<SyncEvent>,
  now: () => number,
): readonly (readonly [number, SyncEvent])[] {
  const sent: [number, SyncEvent][] = [];
  expose(work)(testSession(incoming$)).subscribe((event) => sent.push([now(), event]));
  return sent;
}

describe("tasks and actions of a class", () => {
  it(
    "fault 8: a cancel ends the generator where it rests and runs the cancel handler; its changes share a patch with the list",
    marbles(({ hot, flush, scheduler }) => {
      // prettier-ignore
      const incoming$ = hot("--s-------c------", { s: start("COUNT", { upto: 9 }), c: cancel("COUNT") });
      const sent = log(new Work(), incoming$, () => scheduler.now());
      flush();
      expect(sent).toEqual([
        [0, first],
        [2, begun("COUNT")],
        [2, changes(replace("/steps", 1))],
        [5, changes(replace("/steps", 2))],
        [8, changes(replace("/steps", 3))],
        [10, changes(replace("/log", "cancelled"), over)],
      ]);
    }),
  );

  it(
    "fault 8: start and cancel in one frame is started, then cancelled, and can be started again",
    marbles(({ hot, flush, scheduler }) => {
      // prettier-ignore
      const incoming$ = hot("-(sc)-s", { s: start("wait"), c: cancel("wait") });
      const sent = log(new Work(), incoming$, () => scheduler.now());
      flush();
      expect(sent).toEqual([
        [0, first],
        [1, begun("wait")],
        [1, changes(replace("/log", "aborted"), over)],
        [6, begun("wait")],
      ]);
    }),
  );

  it(
    "fault 8: a task that fails is reported and leaves the list",
    marbles(({ hot, expectObservable }) => {
      const session = testSession(hot("--s", { s: start("fail") }));
      const work = new Work();
      session.run(expose(work)).subscribe();
      expectObservable(session.errors$.pipe(map(({ message }) => message))).toBe("--e", {
        e: "fail failed while it served _TASK_START:WORK: fails",
      });
    }),
  );

  it("have one list for all sessions that share the object: one cancels what another has started", () => {
    const [one$, two$] = [new Subject<SyncEvent>(), new Subject<SyncEvent>()];
    const work = new Work();
    const pipeline = expose(work);
    const heard: SyncEvent[] = [];
    const leaving = pipeline(testSession(one$)).subscribe();
    pipeline(testSession(two$)).subscribe((event) => heard.push(event));
    one$.next(start("wait"));
    expect(work._waits).toBe(1);
    leaving.unsubscribe();
    two$.next(cancel("wait"));
    expect(heard).toEqual([first, begun("wait"), changes(replace("/log", "aborted"), over)]);
  });

  it(
    "fault 13: an action that takes its time delays no other, and a payload is the argument data",
    marbles(({ hot, flush, scheduler }) => {
      const bytes = Uint8Array.of(1, 2);
      const calls = { s: actionEvent("WORK", "slow"), t: actionEvent("WORK", "take", { name: "f" }, bytes) };
      const sent = log(new Work(), hot("-st", calls), () => scheduler.now());
      flush();
      expect(sent).toEqual([
        [0, first],
        [2, changes(replace("/log", "f:2"))],
      ]);
    }),
  );

  it(
    "a toast of an action goes behind the difference of its call",
    marbles(({ hot, flush, scheduler }) => {
      const sent = log(new Work(), hot("-a", { a: actionEvent("WORK", "aloud") }), () => scheduler.now());
      flush();
      expect(sent.slice(1)).toEqual([
        [1, changes(replace("/log", "aloud"))],
        [1, { type: "_TOAST", data: { type: "default", message: "saved" } }],
      ]);
    }),
  );
});

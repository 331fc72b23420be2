import { describe, expect, it } from "@jest/globals";
import { NEVER, Subject, takeUntil } from "rxjs";
import { type AskOptions, syncKey, task, tasks, type TasksOptions } from "ws-sync-rx";
import { Stage, type StageOptions } from "../stage.ts";
import { codeOf } from "../code-of.ts";

interface Tasks {
  count(args: object): string;
  never(args: object): void;
}
const TASKS = syncKey<unknown, unknown, Tasks>("TASKS");

function running(options: StageOptions & TasksOptions<Tasks> = {}) {
  const value$ = new Subject<string>();
  const end$ = new Subject<undefined>();
  let names: readonly string[] = [];
  const { flatten, ...stageOptions } = options;
  const stage = new Stage(
    () => [
      (session) =>
        session.pipe(
          tasks(
            TASKS,
            { count: () => value$.pipe(takeUntil(end$)), never: () => NEVER },
            { runningObserver: { next: (list) => (names = list) }, ...(flatten === undefined ? {} : { flatten }) },
          ),
        ),
    ],
    { latency: 10, ...stageOptions },
  );
  const client = stage.client("c");
  const ends: string[] = [];
  const start = (name: keyof Tasks, more: AskOptions = {}, who = client) =>
    task(who.session, TASKS, name, {}, more).subscribe({
      next: (value) => ends.push(`${name} ${JSON.stringify(value)}`),
      complete: () => ends.push(`${name} |`),
      error: (error: unknown) => ends.push(`${name} ${codeOf(error)}`),
    });
  stage.wait(options.speaks === 1 ? 2_000 : 100);
  stage.said();
  const calls = () => stage.said().filter((line) => line.startsWith("C→S"));
  return { stage, client, start, ends, value$, end$, calls, running: () => names };
}

describe("the outcome of a task", () => {
  it("is its last value, when it is done", () => {
    const { stage, start, ends, value$, end$, running: names } = running();
    start("count");
    stage.wait(20);
    value$.next("a");
    value$.next("b");
    expect([ends, names()]).toEqual([[], ["count"]]);
    end$.next(undefined);
    stage.wait(20);
    expect([ends, names()]).toEqual([['count "b"', "count |"], []]);
    stage.end();
  });

  it("is failed, unknown, or busy where it runs already", () => {
    const { stage, start, ends, value$ } = running();
    start("count");
    start("count");
    start("nobody" as "count");
    stage.wait(30);
    value$.error(new Error("secret"));
    stage.wait(30);
    expect(ends).toEqual(["count busy", "nobody unknown", "count failed"]);
    expect(stage.said().join()).not.toContain("secret");
    stage.end();
  });

  it("unsubscribing cancels the run that was asked for, and no other", () => {
    const { stage, client, start, ends, calls, running: names } = running({ flatten: "merge" });
    const other = stage.client("d", { session: "c" });
    stage.wait(100);
    calls();
    const mine = start("never");
    start("never", {}, other);
    stage.wait(20);
    expect(names()).toEqual(["never"]);
    mine.unsubscribe();
    stage.wait(20);
    expect(calls()).toEqual([
      'C→S {"type":"_TASK_START:TASKS","data":{"type":"never"},"id":1}',
      'C→S {"type":"_TASK_START:TASKS","data":{"type":"never"},"id":1}',
      'C→S {"type":"_TASK_CANCEL:TASKS","data":{"type":"never"},"re":1,"id":2}',
    ]);
    expect([names(), ends, client.session.outbox.entries]).toEqual([["never"], [], []]);
    stage.end();
  });

  it("a cancel by an original client ends all runs of that name: their callers hear of it", () => {
    const { stage, start, ends, running: names } = running();
    start("never");
    const original = stage.client("o", { version: 1, session: "o" });
    stage.wait(1_500);
    original.session.next({ type: "_TASK_CANCEL:TASKS", data: { type: "never" } });
    stage.wait(50);
    // of another session: nothing to do with it
    expect([ends, names()]).toEqual([[], ["never"]]);
    stage.sessions[0]?.lines[0]?.receive({ type: "_TASK_CANCEL:TASKS", data: { type: "never" } });
    stage.wait(50);
    expect([ends, names()]).toEqual([["never cancelled"], []]);
    stage.end();
  });

  it("taken back before it was sent it is never started, and nothing is cancelled", () => {
    const { stage, start, calls } = running();
    stage.crash();
    stage.wait(20);
    calls();
    start("count").unsubscribe();
    stage.start();
    stage.wait(40_000);
    expect(calls().filter((line) => line.includes("_TASK"))).toEqual([]);
    stage.end();
  });

  it("lives through lines that break: the outcome comes on the line that there is", () => {
    const { stage, client, start, ends, value$, end$, running: names } = running();
    start("count");
    stage.wait(20);
    client.cut();
    stage.wait(2_000);
    expect(names()).toEqual(["count"]);
    value$.next("after");
    end$.next(undefined);
    stage.wait(20);
    expect(ends).toEqual(['count "after"', "count |"]);
    stage.end();
  });

  it("a cancel made without a line goes out on the next one", () => {
    const { stage, client, start, running: names } = running();
    const run = start("never");
    stage.wait(20);
    client.cut();
    stage.wait(20);
    run.unsubscribe();
    expect(names()).toEqual(["never"]);
    stage.wait(2_000);
    expect(names()).toEqual([]);
    stage.end();
  });

  it("a server that began anew has interrupted it; a signal ends it as it ends an action, and cancels it", () => {
    const { stage, start, ends, calls } = running({ flatten: "merge" });
    const abort = new AbortController();
    start("never", { signal: abort.signal });
    stage.wait(20);
    abort.abort();
    stage.wait(50);
    expect(ends.splice(0)).toEqual(["never cancelled"]);
    expect(calls().some((line) => line.includes("_TASK_CANCEL"))).toBe(true);
    start("never");
    stage.wait(50);
    stage.crash();
    stage.start();
    stage.wait(40_000);
    expect(ends).toEqual(["never interrupted"]);
    stage.end();
  });

  it("there is none from an original server: it goes on until it is unsubscribed", () => {
    const { stage, start, ends, calls, value$, end$ } = running({ speaks: 1 });
    const run = start("count");
    stage.wait(50);
    value$.next("x");
    end$.next(undefined);
    stage.wait(50);
    run.unsubscribe();
    expect([ends, calls()]).toEqual([
      [],
      [
        'C→S {"type":"_TASK_START:TASKS","data":{"type":"count"}}',
        'C→S {"type":"_TASK_CANCEL:TASKS","data":{"type":"count"}}',
      ],
    ]);
    stage.end();
  });

  it("that was unsubscribed before a server that stops gave its start back is not started by the next one", () => {
    const { stage, start, ends, calls, running: names } = running();
    stage.drain();
    const run = start("never");
    run.unsubscribe();
    stage.wait(100);
    expect(calls()).toHaveLength(3);
    stage.crash();
    stage.start();
    stage.wait(60_000);
    expect([calls().filter((line) => line.includes("_TASK_START")), names(), ends]).toEqual([[], [], []]);
    stage.end();
  });
});

import { describe, expect, it } from "@jest/globals";
import { NEVER, of, Subject, take, throwError } from "rxjs";
import { action, actions, answerOf, type AskOptions, CallRefused, scope, type Session, syncKey } from "ws-sync-rx";
import { Stage, type StageOptions } from "../stage.ts";
import { codeOf } from "../code-of.ts";

interface Calls {
  add(args: { a: number; b: number }): number;
  slow(args: object): string;
  fail(args: object): never;
  refuse(args: object): never;
  stream(args: object): string;
  never(args: object): void;
}
const CALLS = syncKey<unknown, Calls>("CALLS");

function calling(options: StageOptions & { inScope?: boolean } = {}) {
  const done$ = new Subject<string>();
  const run: string[] = [];
  const served = (session: Session) =>
    session.pipe(
      actions(
        CALLS,
        {
          add: ({ a, b }) => run.push("add") && Promise.resolve(a + b),
          slow: () => (run.push("slow"), done$.pipe(take(1))),
          fail: () => throwError(() => new Error("secret")),
          refuse: () => {
            throw new CallRefused("not you", "forbidden", [{ message: "ask first" }]);
          },
          stream: () => of("a", "b"),
          never: () => NEVER,
        },
        { flatten: { never: "exhaust" } },
      ),
    );
  const stage = new Stage(() => [options.inScope === true ? scope("in")(served) : served], { latency: 10, ...options });
  const client = stage.client("c");
  const ends: string[] = [];
  const ask = (name: keyof Calls, args: object = {}, more: AskOptions = {}, session = client.session) =>
    action<Calls, never>(session, CALLS, name as never, args as never, more).subscribe({
      next: (value) => ends.push(`${name} ${JSON.stringify(value)}`),
      complete: () => ends.push(`${name} |`),
      error: (error: unknown) => ends.push(`${name} ${codeOf(error)}`),
    });
  stage.wait(options.speaks === 1 ? 2_000 : 100);
  stage.said();
  return { stage, client, ask, ends, done$, run };
}
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe("the outcome of an action", () => {
  it("is its result, of a stream the last value", async () => {
    const { stage, ask, ends } = calling();
    ask("add", { a: 1, b: 2 });
    ask("stream");
    stage.wait(10);
    await settled();
    stage.wait(20);
    expect(ends.sort()).toEqual(["add 3", "add |", 'stream "b"', "stream |"]);
    stage.end();
  });

  it("is failed, refused with words for the caller, unknown, or busy", () => {
    const { stage, ask, ends, client } = calling();
    const errors: unknown[] = [];
    action(client.session, CALLS, "refuse", {}).subscribe({ error: (error: unknown) => errors.push(error) });
    ask("fail");
    ask("never");
    ask("never");
    ask("nobody" as never);
    ask("toString" as never);
    ask("__proto__" as never);
    stage.wait(50);
    expect(ends.sort()).toEqual([
      "__proto__ unknown",
      "fail failed",
      "never busy",
      "nobody unknown",
      "toString unknown",
    ]);
    expect(errors[0]).toMatchObject({
      code: "forbidden",
      request: "_ACTION:CALLS refuse",
      issues: [{ message: "ask first" }],
    });
    expect(stage.said().join()).not.toContain("secret");
    stage.end();
  });

  it("a call without a name is invalid, and one for a key that nobody serves unknown", () => {
    const { stage, client } = calling();
    const codes: string[] = [];
    for (const event of [
      { type: "_ACTION:CALLS", data: null },
      { type: "_ACTION:CALLS", data: { type: 5 } },
      { type: "_ACTION:X", data: { type: "a" } },
    ])
      client.session
        .request({ name: "raw", event: () => event, settled: () => undefined })
        .subscribe({ error: (error: unknown) => codes.push(codeOf(error)) });
    stage.wait(50);
    expect(codes).toEqual(["invalid", "invalid", "unknown"]);
    stage.end();
  });

  it("a frame that is refused is answered where its id can be read", () => {
    const { stage, ask, ends } = calling();
    let deep: unknown = 0;
    for (let level = 0; level < 40; level += 1) deep = [deep];
    ask("slow", { deep });
    ask("slow", { ["__proto__x"]: 1, wide: Array.from({ length: 10_001 }, () => 0) });
    stage.wait(50);
    expect(ends).toEqual(["slow invalid", "slow invalid"]);
    stage.end();
  });

  it("a call is run once, also when the line breaks before its answer: it is asked again under the same id", () => {
    const { stage, client, ask, ends, done$, run } = calling();
    ask("slow");
    stage.wait(20);
    client.cut();
    stage.wait(20);
    done$.next("once");
    stage.wait(1_000);
    expect([run, ends]).toEqual([["slow"], ['slow "once"', "slow |"]]);
    stage.end();
  });

  it("while it runs the line may come and go: the answer goes to the line that there is", () => {
    const { stage, client, ask, ends, done$, run } = calling();
    ask("slow");
    for (let round = 0; round < 3; round += 1) {
      client.cut();
      stage.wait(2_000);
    }
    done$.next("late");
    stage.wait(20);
    // sent while the line was being cut, so it may have been run by the second line only: in any case once
    expect([run, ends]).toEqual([["slow"], ['slow "late"', "slow |"]]);
    stage.end();
  });

  it("times out after 30 s unless it is told otherwise; a late answer changes nothing", () => {
    const { stage, ask, ends, done$ } = calling();
    ask("slow");
    ask("never", {}, { timeout: 200 });
    stage.wait(199);
    expect(ends).toEqual([]);
    stage.wait(1);
    expect(ends).toEqual(["never timeout"]);
    stage.wait(29_799);
    expect(ends).toHaveLength(1);
    stage.wait(1);
    expect(ends).toEqual(["never timeout", "slow timeout"]);
    done$.next("late");
    stage.wait(50);
    expect(ends).toHaveLength(2);
    stage.end();
  });

  it("a signal ends the waiting: before, while it waits, and after it was sent; it lets go of the signal afterwards", () => {
    const { stage, client, ask, ends } = calling();
    const [before, waiting, sent, done] = [1, 2, 3, 4].map(() => new AbortController());
    before?.abort();
    ask("stream", {}, before === undefined ? {} : { signal: before.signal });
    expect(ends.splice(0)).toEqual(["stream cancelled"]);
    ask("slow", {}, sent === undefined ? {} : { signal: sent.signal });
    ask("stream", {}, done === undefined ? {} : { signal: done.signal });
    stage.wait(50);
    expect(ends.splice(0)).toEqual(['stream "b"', "stream |"]);
    sent?.abort();
    done?.abort();
    expect(ends.splice(0)).toEqual(["slow cancelled"]);
    stage.crash();
    stage.wait(50);
    ask("stream", {}, waiting === undefined ? {} : { signal: waiting.signal });
    expect(client.session.outbox.entries.map(({ state }) => state)).toContain("waiting");
    waiting?.abort();
    expect(ends).toEqual(["stream cancelled"]);
    expect(client.session.outbox.entries.map(({ state }) => state)).not.toContain("waiting");
    stage.end();
  });

  it("without a line: queued, failed, or the latest only", () => {
    const { stage, ask, ends } = calling();
    stage.crash();
    stage.wait(20);
    ask("stream");
    ask("slow", {}, { offline: "fail" });
    ask("refuse", {}, { offline: "latest" });
    ask("refuse", {}, { offline: "latest" });
    expect(ends.splice(0)).toEqual(["slow offline", "refuse cancelled"]);
    stage.start();
    stage.wait(40_000);
    expect(ends).toEqual(['stream "b"', "stream |", "refuse forbidden"]);
    stage.end();
  });

  it("a server that began anew interrupts what had been sent, and serves what had not", () => {
    const { stage, ask, ends } = calling();
    ask("never");
    stage.wait(20);
    stage.crash();
    stage.wait(20);
    ask("stream");
    stage.start();
    stage.wait(40_000);
    expect(ends).toEqual(["never interrupted", 'stream "b"', "stream |"]);
    stage.end();
  });

  it("in a scope it is asked for under the name of the outside", () => {
    const { stage, client, ends } = calling({ inScope: true });
    client.session
      .run(
        scope("in")((session) => {
          action(session, CALLS, "stream", {}).subscribe((value) => ends.push(value));
          return NEVER;
        }),
      )
      .subscribe();
    stage.wait(50);
    expect(ends).toEqual(["b"]);
    expect(stage.said()[0]).toBe('C→S {"type":"_ACTION:in/CALLS","data":{"type":"stream"},"id":1}');
    stage.end();
  });

  it("of an event of one's own is whatever the program says that claims it", () => {
    const stage = new Stage(() => [
      (session) => {
        session.on("mine").subscribe((event) => answerOf(event)?.ok(event.data));
        return NEVER;
      },
    ]);
    const client = stage.client("c");
    const got: unknown[] = [];
    client.session
      .request({ name: "mine", event: () => ({ type: "mine", data: 7 }), settled: () => undefined })
      .subscribe((value) => got.push(value));
    stage.wait(200);
    expect(got).toEqual([7]);
    stage.end();
  });

  it("there is none from an original server: over when it is sent", () => {
    const { stage, ask, ends } = calling({ speaks: 1 });
    ask("add", { a: 1, b: 2 });
    expect([ends, stage.said()]).toEqual([
      ["add |"],
      ['C→S {"type":"_ACTION:CALLS","data":{"a":1,"b":2,"type":"add"}}'],
    ]);
    stage.end();
  });

  it("one whose arguments are no JSON is invalid when it is to be sent, and holds up no other", () => {
    const { stage, client, ask, ends } = calling();
    ask("add", { a: 1n, b: 2 });
    expect(ends).toEqual(["add invalid"]);
    ends.length = 0;
    client.cut();
    ask("add", { a: 1n, b: 2 });
    ask("stream");
    stage.wait(5_000);
    expect(ends).toEqual(["add invalid", 'stream "b"', "stream |"]);
    stage.end();
  });
});

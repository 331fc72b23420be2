import { describe, expect, it } from "@jest/globals";
import { NEVER, Subject, take } from "rxjs";
import { action, actions, drain, type Pipeline, syncKey } from "ws-sync-rx";
import { Stage, type StageOptions } from "../stage.ts";
import { codeOf } from "../code-of.ts";

const CALLS = syncKey<unknown, { slow(args: object): string; never(args: object): string }>("CALLS");

/** A client, and a server whose `slow` ends when it is told to. */
function calling(options: StageOptions = {}) {
  const done$ = new Subject<string>();
  const serve: Pipeline = (session) =>
    session.pipe(actions(CALLS, { slow: () => done$.pipe(take(1)), never: () => NEVER }));
  const stage = new Stage(() => [serve], { latency: 10, ...options });
  const client = stage.client("c");
  const outcomes: string[] = [];
  const ask = (name: "slow" | "never"): void => {
    action(client.session, CALLS, name, {}).subscribe({
      next: (value) => outcomes.push(value),
      error: (error: unknown) => outcomes.push(codeOf(error)),
    });
  };
  stage.wait(100);
  stage.said();
  return { stage, client, ask, done$, outcomes };
}
const said = (stage: Stage): readonly string[] => stage.said().filter((line) => !/_HELLO|_READY/.test(line));
const drainEvent = 'S→C {"type":"_DRAIN","data":{"windowMs":5000}}';
const heldEvent = 'C→S {"type":"_DRAIN","data":{}}';
const call = (id: number): string => `C→S {"type":"_ACTION:CALLS","data":{"type":"slow"},"id":${id}}`;

describe("drain", () => {
  it("announces itself, lets what is served be answered, gives the rest back and closes with 1012", () => {
    const { stage, ask, done$, outcomes } = calling();
    ask("slow");
    stage.wait(50);
    stage.drain();
    // on its way when the server began to stop
    ask("slow");
    stage.wait(50);
    // held by the client
    ask("slow");
    stage.wait(50);
    expect(said(stage)).toEqual([
      call(1),
      drainEvent,
      call(2),
      heldEvent,
      'S→C {"type":"_REPLY","data":{"re":2,"error":{"code":"draining","message":"the server stops"}}}',
    ]);
    done$.next("answered");
    stage.wait(50);
    expect(outcomes).toEqual(["answered"]);
    expect(said(stage)).toEqual(['S→C {"type":"_REPLY","data":{"re":1,"ok":"answered"}}', "S→C <close 1012>"]);
    stage.end();
  });

  it("what was given back is asked of the next server, in its place and under another id", () => {
    const { stage, ask, done$, outcomes } = calling();
    ask("never");
    stage.wait(50);
    stage.drain();
    ask("slow");
    stage.wait(50);
    ask("slow");
    stage.wait(5_000);
    stage.start();
    stage.said();
    stage.wait(10_000);
    // the first one was being served when the server stopped: it may or may not have been done
    expect(outcomes).toEqual(["interrupted"]);
    expect(said(stage)).toEqual([call(3), call(4)]);
    done$.next("by the next");
    stage.wait(50);
    expect(outcomes).toEqual(["interrupted", "by the next", "by the next"]);
    stage.end();
  });

  it("waits for `grace`, and no longer", () => {
    const { stage, ask } = calling({ grace: 300, spread: 700 });
    ask("never");
    stage.wait(50);
    stage.drain();
    stage.wait(299);
    expect(said(stage).slice(-2)).toEqual(['S→C {"type":"_DRAIN","data":{"windowMs":700}}', heldEvent]);
    stage.wait(1);
    expect(said(stage)).toEqual(["S→C <close 1012>"]);
    stage.end();
  });

  it("ends once its client has heard it where nothing is being served; an original client is told nothing but the close", () => {
    const { stage } = calling();
    stage.client("original", { version: 1 });
    stage.wait(100);
    stage.said();
    stage.drain();
    stage.wait(50);
    expect(stage.log.filter(({ way }) => way === "S→C").map(({ who, what }) => `${who} ${what}`)).toEqual([
      'c {"type":"_DRAIN","data":{"windowMs":5000}}',
      "original <close 1012>",
      "c <close 1012>",
    ]);
    stage.end();
  });

  it("takes no new connections meanwhile: they are closed with 1012 and come back", () => {
    const { stage, ask } = calling();
    ask("never");
    stage.wait(50);
    stage.drain();
    stage.said();
    stage.client("late");
    stage.wait(100);
    expect(stage.said().filter((line) => line.includes("close"))).toContain("S→C <close 1012>");
    stage.end();
  });

  it("is over when the session ends for another reason, and never emits", () => {
    const { stage, ask } = calling();
    ask("never");
    stage.wait(50);
    const [session] = stage.sessions;
    const seen: string[] = [];
    if (session !== undefined) {
      drain(session).subscribe({ next: () => seen.push("next"), complete: () => seen.push("over") });
      expect(seen).toEqual([]);
      session.complete();
    }
    expect(seen).toEqual(["over"]);
    stage.end();
  });
});

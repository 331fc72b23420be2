import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, NEVER } from "rxjs";
import { action, actions, type Change, Session, sync, synced, syncKey, writes } from "ws-sync-rx";
import { testEnv } from "ws-sync-rx/testing";
import { Stage, type StageOptions } from "../stage.ts";
import { notes, type Notes } from "./notes.ts";
import { codeOf } from "../code-of.ts";

const NOTES = syncKey<
  Notes,
  { add(args: { note: string }): number; wait(args: object): void; fail(args: object): void }
>("NOTES");

/** A server of notes, and a client that shows them. */
function noting(options: StageOptions = {}) {
  const state$ = new BehaviorSubject(notes);
  const ran: string[] = [];
  const stage = new Stage(
    () => [
      (session) => state$.pipe(sync(session, NOTES)),
      (session) => session.pipe(writes(NOTES, state$)),
      (session) =>
        session.pipe(
          actions(NOTES, {
            add: ({ note }) => {
              ran.push(note);
              state$.next({ ...state$.value, notes: [...state$.value.notes, note] });
              return state$.value.notes.length;
            },
            wait: () => NEVER,
            fail: () => {
              throw new Error("the password is 1234");
            },
          }),
        ),
    ],
    { latency: 10, ...options },
  );
  const client = stage.client("c");
  const copy = synced<Notes>(client.session, NOTES, { ...notes, notes: [] });
  copy.subscribe();
  stage.wait(100);
  const said = () => stage.said().filter((line) => !line.includes("_HELLO"));
  said();
  const ends: string[] = [];
  const ask = (name: "add" | "wait" | "fail", args: object = {}): void => {
    action(client.session, NOTES, name as "fail", args).subscribe({
      next: (value: unknown) => ends.push(JSON.stringify(value)),
      error: (error: unknown) => ends.push(codeOf(error)),
    });
  };
  const write = (change: Change<Notes>): void => {
    copy
      .write(change)
      .subscribe({ complete: () => ends.push("written"), error: (error: unknown) => ends.push(codeOf(error)) });
  };
  const push = (note: string): void => {
    write((state) => ({ ...state, notes: [...state.notes, note] }));
  };
  return { state$, stage, client, copy, said, ends, ask, write, push, ran };
}

describe("faults of the original that version 2 ends", () => {
  it("fault 4: every call has an outcome: its result, its error without what is nobody's business, or that nobody serves it", () => {
    const { stage, ask, ends, client } = noting();
    ask("add", { note: "tea" });
    ask("fail");
    ask("nobody" as "add");
    action(client.session, syncKey("ELSEWHERE"), "x", {}).subscribe({
      error: (error: unknown) => ends.push(`there ${codeOf(error)}`),
    });
    stage.wait(50);
    expect([...ends].sort()).toEqual(["3", "failed", "there unknown", "unknown"]);
    expect(stage.log.map(({ what }) => what).join()).not.toContain("1234");
    stage.end();
  });

  it("fault 19: a reconnect costs what was missed, and nothing where nothing was", () => {
    const { stage, client, state$, copy, said } = noting();
    client.cut();
    stage.wait(1_000);
    const nothing = said();
    expect(nothing).toEqual(['S→C {"type":"_READY","data":{"memory":"s2","recovered":{"NOTES":"delta"}}}']);
    client.cut();
    state$.next({ ...state$.value, title: "b" });
    stage.wait(1_000);
    expect(said()[0]).toBe('S→C {"type":"_PATCH:NOTES","data":[{"op":"replace","path":"/title","value":"b"}],"v":1}');
    expect(copy.value).toEqual(state$.value);
    stage.end();
  });

  it("fault 20: what is made without a line is sent when there is one, and is not called saved before", () => {
    const { stage, client, copy, state$, ends, ask, push } = noting();
    let saved: boolean | undefined;
    copy.pending$.subscribe((pending) => {
      saved = pending.length === 0;
    });
    expect(saved).toBe(true);
    client.cut();
    stage.wait(20);
    push("offline");
    ask("add", { note: "called" });
    stage.wait(100);
    expect([saved, ends, copy.value.notes.at(-1)]).toEqual([false, [], "offline"]);
    stage.wait(1_000);
    expect([saved, ends, state$.value.notes]).toEqual([true, ["written", "4"], ["one", "two", "offline", "called"]]);
    stage.end();
  });
});

describe("what can go wrong between two of our own ends", () => {
  it("B14: an index of an older list never reaches another element", () => {
    const { stage, state$, copy, write, ends } = noting();
    state$.next({ ...state$.value, notes: ["zero", "one", "two"] });
    write((state) => ({ ...state, notes: state.notes.filter((note) => note !== "two") }));
    stage.wait(200);
    expect([ends, state$.value.notes, copy.value.notes]).toEqual([["written"], ["zero", "one"], ["zero", "one"]]);
    stage.end();
  });

  it("F3: cut at every moment of a call, it is run once and answered once", () => {
    for (let moment = 0; moment <= 60; moment += 2) {
      for (const deaf of [true, false]) {
        const { stage, client, ask, ends, ran } = noting();
        ask("add", { note: "once" });
        stage.wait(moment);
        if (deaf && client.links !== undefined) client.links.toClient.silent = client.links.toServer.silent = true;
        if (deaf) client.line?.cut(1006, "cut");
        else client.cut();
        stage.wait(5_000);
        expect([moment, deaf, ran, ends]).toEqual([moment, deaf, ["once"], ["3"]]);
        stage.end();
      }
    }
  });

  it("F4: what an old line still brings after a newer one has come is not run twice", () => {
    const { stage, client, ask, ends, ran } = noting();
    const links = client.links;
    if (links !== undefined) links.toServer.latency = 400;
    ask("add", { note: "slow" });
    stage.wait(1);
    client.line?.cut(1006, "cut");
    stage.wait(5_000);
    expect([ran, ends]).toEqual([["slow"], ["3"]]);
    stage.end();
  });

  it("G3: a version that nobody else has seen dies with its server: another epoch, and the whole state", () => {
    const { stage, client, state$, copy } = noting();
    state$.next({ ...state$.value, title: "phantom" });
    stage.wait(50);
    const before = copy.position;
    stage.crash();
    state$.next({ ...notes, title: "after the crash" });
    stage.start();
    stage.wait(3_000);
    expect([copy.value.title, copy.position?.version, before?.version]).toEqual(["after the crash", 0, 1]);
    expect(copy.position?.epoch).not.toBe(before?.epoch);
    expect(client.session.status.phase).toBe("live");
    stage.end();
  });

  it("E4: a slow line loses states only; every call of the server arrives, or the line is cut and recovers", () => {
    const { stage, client, state$, copy } = noting();
    const heard: number[] = [];
    client.session.on("_ACTION:NOTES").subscribe(({ data }) => heard.push((data as { n: number }).n));
    if (client.links !== undefined) client.links.toClient.rate = 20_000;
    for (let n = 1; n <= 100; n += 1) {
      state$.next({ ...state$.value, text: String.fromCharCode(96 + (n % 27)).repeat(30_000 + n) });
      stage.sessions[0]?.next({ type: "_ACTION:NOTES", data: { type: "count", n } });
    }
    stage.wait(60_000);
    expect(heard).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(copy.value).toEqual(state$.value);
    stage.end();
  });

  it("G1: what is given back by a server that stops is done by the next one, once", () => {
    const { stage, ask, ends, ran, push, state$ } = noting({ grace: 200 });
    ask("wait");
    stage.wait(50);
    stage.drain();
    ask("add", { note: "tea" });
    push("coffee");
    stage.wait(500);
    stage.crash();
    stage.start();
    stage.wait(10_000);
    expect(ends).toEqual(["interrupted", "3", "written"]);
    expect([ran, state$.value.notes]).toEqual([["tea"], ["one", "two", "tea", "coffee"]]);
    stage.end();
  });

  it("a session that has ended answers all that is open, and all that is asked of it later", () => {
    const session = new Session({ env: testEnv() });
    const codes: string[] = [];
    action(session, NOTES, "fail", {}).subscribe({ error: (error: unknown) => codes.push(codeOf(error)) });
    synced<Notes>(session, NOTES, notes)
      .write({ title: "b" })
      .subscribe({ error: (error: unknown) => codes.push(codeOf(error)) });
    session.complete();
    action(session, NOTES, "fail", {}).subscribe({ error: (error: unknown) => codes.push(`late ${codeOf(error)}`) });
    expect(codes).toEqual(["ended", "ended", "late ended"]);
  });
});

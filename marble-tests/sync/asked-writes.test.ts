import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject } from "rxjs";
import { PatchError, sync, synced, syncKey, type SyncOptions, writes, type WritesOptions } from "ws-sync-rx";
import { Stage, type StageOptions } from "../stage.ts";
import { codeOf } from "../code-of.ts";

interface Doc {
  readonly title: string;
  readonly rows: readonly string[];
  readonly count: number;
  readonly text: string;
}
const DOC = syncKey<Doc>("DOC");
const text = "long enough for a delta to be the smaller one ".repeat(8);
const start: Doc = { title: "a", rows: ["r0", "r1"], count: 0, text };

/** A server of one document that takes writes, and a client that follows it; the line takes 10 ms. */
function writing(options: WritesOptions<Doc> & SyncOptions & StageOptions = {}) {
  const state$ = new BehaviorSubject(start);
  const stage = new Stage(
    () => [
      (session) => state$.pipe(sync(session, DOC, options)),
      (session) => session.pipe(writes(DOC, state$, options)),
    ],
    { latency: 10, ...options },
  );
  const client = stage.client("c");
  const copy = synced<Doc>(client.session, DOC, { ...start, rows: [] });
  copy.subscribe();
  stage.wait(options.speaks === 1 ? 2_000 : 100);
  stage.said();
  const outcomes: string[] = [];
  const write = (name: string, change: Parameters<typeof copy.write>[0]): void => {
    copy.write(change).subscribe({
      complete: () => outcomes.push(`${name} done`),
      error: (error: unknown) => outcomes.push(`${name} ${codeOf(error)}`),
    });
  };
  const server = (change: Partial<Doc>): void => {
    state$.next({ ...state$.value, ...change });
  };
  let pending: readonly string[] = [];
  copy.pending$.subscribe((entries) => {
    pending = entries.map(({ paths, state }) => `${paths.join()} ${state}`);
  });
  /** the writes and answers that were sent */
  const said = () => stage.said().filter((line) => line.startsWith("C→S") || line.includes("_REPLY"));
  return { state$, stage, client, copy, write, server, outcomes, said, pending: () => pending };
}
const push = (row: string) => (doc: Doc) => ({ ...doc, rows: [...doc.rows, row] });
const patch = (id: number, operations: string, b: number): string =>
  `C→S {"type":"_PATCH:DOC","data":[${operations}],"e":"s1","b":${b},"id":${id}}`;

describe("a write of version 2", () => {
  it("shows at once, is asked for against the confirmed version, and is over when the state shows it", () => {
    const { stage, copy, write, outcomes, said, pending, state$ } = writing();
    write("w", { title: "b" });
    expect([copy.value.title, state$.value.title, outcomes, pending()]).toEqual(["b", "a", [], ["/title sent"]]);
    stage.wait(50);
    expect([state$.value.title, outcomes, pending(), copy.position?.version]).toEqual(["b", ["w done"], [], 1]);
    expect(said()).toEqual([
      patch(1, '{"op":"replace","path":"/title","value":"b"}', 0),
      'S→C {"type":"_REPLY","data":{"re":1,"ok":{"v":1}}}',
    ]);
    stage.end();
  });

  it("one is under way; those made meanwhile go as one, of several to one member the last", () => {
    const { stage, copy, write, outcomes, said, pending } = writing();
    write("1", { title: "b" });
    write("2", { title: "bc" });
    write("3", { title: "bcd" });
    write("4", push("r2"));
    write("5", { count: 1 });
    expect(pending()).toEqual(["/title sent", "/title waiting", "/rows/2 waiting", "/count waiting"]);
    stage.wait(100);
    expect(copy.value).toMatchObject({ title: "bcd", rows: ["r0", "r1", "r2"], count: 1 });
    expect(outcomes).toHaveLength(5);
    const asked = said().filter((line) => line.startsWith("C→S"));
    expect(asked).toHaveLength(2);
    expect(asked[1]).toContain(
      '[{"op":"replace","path":"/title","value":"bcd"},{"op":"add","path":"/rows/2","value":"r2"},{"op":"replace","path":"/count","value":1}]',
    );
    stage.end();
  });

  it("goes together with what others did elsewhere, without another attempt", () => {
    const { stage, copy, write, server, outcomes, state$, said } = writing();
    server({ count: 5 });
    write("w", { title: "mine" });
    stage.wait(50);
    expect([outcomes, said().length]).toEqual([["w done"], 2]);
    expect(state$.value).toMatchObject({ title: "mine", count: 5 });
    expect(copy.value).toEqual(state$.value);
    stage.end();
  });

  it("one that conflicts is made again on what the server has: no index reaches another element", () => {
    const { stage, copy, write, server, outcomes, state$, said } = writing();
    const upper = (doc: Doc): Doc => ({ ...doc, rows: doc.rows.map((row) => (row === "r1" ? "R1" : row)) });
    server({ rows: ["new", "r0", "r1"] });
    write("w", upper);
    expect(copy.value.rows).toEqual(["r0", "R1"]);
    stage.wait(11);
    expect(copy.value.rows).toEqual(["new", "r0", "R1"]);
    stage.wait(100);
    expect([outcomes, state$.value.rows]).toEqual([["w done"], ["new", "r0", "R1"]]);
    expect(said()).toEqual([
      patch(1, '{"op":"replace","path":"/rows/1","value":"R1"}', 0),
      'S→C {"type":"_REPLY","data":{"re":1,"error":{"code":"conflict","message":"it was made against version 0, and does not go together with what led to version 1"}}}',
      patch(2, '{"op":"replace","path":"/rows/2","value":"R1"}', 1),
      'S→C {"type":"_REPLY","data":{"re":2,"ok":{"v":2}}}',
    ]);
    stage.end();
  });

  it("a recipe is made 25 times, and then reported as a conflict and taken back", () => {
    const { stage, copy, write, server, outcomes, said } = writing();
    write("w", (doc) => ({ ...doc, rows: doc.rows.map((row) => `${row}!`) }));
    for (let round = 0; round < 800; round += 1) {
      server({ rows: [`s${round}`] });
      stage.wait(1);
    }
    expect(outcomes).toEqual(["w conflict"]);
    expect(said().filter((line) => line.startsWith("C→S"))).toHaveLength(25);
    stage.wait(50);
    expect(copy.value.rows).toEqual(["s799"]);
    expect(stage.errors.map(({ name }) => name)).toEqual(["RequestError"]);
    stage.end();
  });

  it("an assignment insists: the fifth time it is made whole and without a base", () => {
    const { stage, write, server, outcomes, said } = writing();
    write("w", { title: "mine" });
    for (let round = 0; round < 200; round += 1) {
      server({ title: `s${round}` });
      stage.wait(1);
    }
    expect(outcomes).toEqual(["w done"]);
    const asked = said().filter((line) => line.startsWith("C→S"));
    expect(asked).toHaveLength(5);
    expect(asked[4]).toBe('C→S {"type":"_PATCH:DOC","data":[{"op":"add","path":"/title","value":"mine"}],"id":5}');
    stage.end();
  });

  it("one that is refused is taken back, with the reason; of several that went together only that one", () => {
    const check = (next: Doc): Doc => {
      if (next.count > 9)
        throw Object.assign(new Error("secret"), { issues: [{ message: "too many", path: ["count"] }] });
      return next;
    };
    const { stage, copy, write, outcomes, state$ } = writing({ check, allow: ([member]) => member !== "text" });
    write("1", { title: "b" });
    write("2", push("r2"));
    write("3", { count: 10 });
    write("4", { text: "mine" });
    stage.wait(300);
    expect([...outcomes].sort()).toEqual(["1 done", "2 done", "3 invalid", "4 forbidden"]);
    expect(copy.value).toEqual({ ...start, title: "b", rows: ["r0", "r1", "r2"] });
    expect(state$.value).toEqual(copy.value);
    const reported = stage.errors.filter(({ name }) => name === "RequestError").map(({ message }) => message);
    expect(reported.join()).not.toContain("secret");
    stage.end();
  });

  it("a recipe that cannot be made is invalid and sends nothing; one that changes nothing is done", () => {
    const { stage, write, outcomes, said } = writing();
    let ready = true;
    write("1", { title: "b" });
    write("2", (doc) => {
      if (ready) return doc;
      throw new PatchError("BAD_INDEX", "is no index", "/rows/9", 0);
    });
    ready = false;
    stage.wait(100);
    write("3", (doc) => ({ ...doc }));
    stage.wait(100);
    expect(outcomes).toEqual(["1 done", "2 invalid", "3 done"]);
    expect(said().filter((line) => line.startsWith("C→S"))).toHaveLength(1);
    stage.end();
  });

  it("what was taken and is not shown yet stays: never seen twice, nor not at all", () => {
    const { stage, client, copy, write, outcomes, pending, said } = writing();
    const seen: number[] = [];
    copy.subscribe(({ rows }) => seen.push(rows.length));
    // the answer comes ahead of the delta that shows the write; here the delta takes its time
    const { server } = client;
    const held: unknown[] = [];
    if (server !== undefined) {
      const { next } = server;
      server.next = (event) => {
        if (event.type === "_PATCH:DOC") held.push(event);
        else next.call(server, event);
      };
      write("w", push("r2"));
      write("x", push("r3"));
      stage.wait(100);
      expect([outcomes, pending(), copy.value.rows.length, held.length]).toEqual([
        [],
        ["/rows/2 sent", "/rows/2 waiting"],
        4,
        1,
      ]);
      expect(said().filter((line) => line.startsWith("C→S"))).toHaveLength(1);
      server.next = next;
      server.next({ ...(held[0] as { type: string }) });
    }
    stage.wait(100);
    expect(outcomes).toEqual(["w done", "x done"]);
    expect(seen).toEqual([2, 3, 4]);
    stage.end();
  });

  it("is answered all the same when the state does not show it within half a second", () => {
    const state$ = new BehaviorSubject(start);
    const hidden = { value: start, next: () => undefined };
    const stage = new Stage(() => [
      (session) => state$.pipe(sync(session, DOC)),
      (session) => session.pipe(writes(DOC, hidden)),
    ]);
    const client = stage.client("c");
    const copy = synced<Doc>(client.session, DOC, start);
    copy.subscribe();
    stage.wait(200);
    const outcomes: string[] = [];
    copy.write({ title: "b" }).subscribe({ complete: () => outcomes.push("done") });
    stage.wait(539);
    expect([outcomes, copy.value.title]).toEqual([[], "b"]);
    stage.wait(1);
    expect([outcomes, copy.value.title]).toEqual([["done"], "a"]);
    stage.end();
  });

  it("made without a line waits, and is made on what the next line brings", () => {
    const { stage, client, copy, write, server, outcomes, state$, pending } = writing();
    client.cut();
    stage.wait(20);
    write("w", push("mine"));
    server({ rows: ["new", "r0"] });
    expect([copy.value.rows, pending()]).toEqual([["r0", "r1", "mine"], ["/rows/2 waiting"]]);
    stage.wait(1_000);
    expect([outcomes, state$.value.rows, copy.value.rows]).toEqual([
      ["w done"],
      ["new", "r0", "mine"],
      ["new", "r0", "mine"],
    ]);
    stage.end();
  });

  it("the line drops between effect and answer: asked again, done once", () => {
    const { stage, client, copy, write, outcomes, state$, said } = writing();
    write("w", push("mine"));
    stage.wait(10);
    expect(state$.value.rows).toEqual(["r0", "r1", "mine"]);
    client.links?.toClient.drop();
    client.server?.cut(1006, "cut");
    if (client.links !== undefined) client.links.toClient.silent = true;
    client.line?.cut(1006, "cut");
    stage.wait(1_000);
    expect([outcomes, state$.value.rows, copy.value.rows]).toEqual([
      ["w done"],
      ["r0", "r1", "mine"],
      ["r0", "r1", "mine"],
    ]);
    expect(said().filter((line) => line.startsWith("C→S") && line.includes("_PATCH"))).toHaveLength(2);
    stage.end();
  });

  it("text operations go both ways on lines of version 2, and never on one of version 1", () => {
    const two = writing();
    const original = two.stage.client("o", { version: 1 });
    const seen = synced<Doc>(original.session, DOC, start);
    seen.subscribe();
    two.stage.wait(2_000);
    two.stage.log.length = 0;
    two.write("w", { text: `${text}!` });
    two.stage.wait(2_000);
    expect([two.outcomes, seen.value.text]).toEqual([["w done"], `${text}!`]);
    const frames = (who: string) =>
      two.stage.log
        .filter((sent) => sent.who === who)
        .map(({ what }) => what)
        .join("\n");
    expect(frames("c")).toContain("str_ins");
    expect(frames("o")).not.toContain("str_ins");
    two.stage.end();
  });

  it("to an original server it is over when it is sent, without envelope", () => {
    const { stage, write, outcomes, state$, said } = writing({ speaks: 1 });
    write("w", { title: "b" });
    expect([outcomes, said()]).toEqual([
      ["w done"],
      ['C→S {"type":"_PATCH:DOC","data":[{"op":"replace","path":"/title","value":"b"}]}'],
    ]);
    stage.wait(50);
    expect(state$.value.title).toBe("b");
    stage.end();
  });
});

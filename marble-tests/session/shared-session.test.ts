import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { BehaviorSubject, Subject } from "rxjs";
import { action, actions, sync, synced, syncKey, writes } from "ws-sync-rx";
import { type Actor, Stage } from "../stage.ts";

interface Doc {
  readonly count: number;
}
const DOC = syncKey<Doc, { who(args: { name: string }): string }>("DOC");

/** A server whose clients all belong to one session. */
function sharing() {
  const state$ = new BehaviorSubject<Doc>({ count: 0 });
  const stage = new Stage(
    () => [
      (session) => state$.pipe(sync(session, DOC, { alwaysDelta: true })),
      (session) => session.pipe(writes(DOC, state$)),
      (session) => session.pipe(actions(DOC, { who: ({ name }) => `you are ${name}` })),
    ],
    { latency: 10 },
  );
  const come = (name: string, version: 1 | 2 = 2): Actor => {
    const actor = stage.client(name, { version, session: "one" });
    stage.wait(version === 1 ? 1_500 : 100);
    return actor;
  };
  const read = (actor: Actor) => {
    const copy = synced<Doc>(actor.session, DOC, { count: -1 });
    copy.subscribe();
    return copy;
  };
  const heard = (who: string): readonly string[] =>
    stage.log.filter((sent) => sent.who === who && sent.way === "S→C").map(({ what }) => what);
  return { stage, state$, come, read, heard };
}
const isPosition = ([key, epoch, version]: readonly unknown[]): boolean =>
  typeof key === "string" &&
  typeof epoch === "string" &&
  epoch !== "" &&
  Number.isSafeInteger(version) &&
  Number(version) >= 0;
const phases = (...actors: readonly Actor[]) => actors.map(({ session }) => session.status.phase);

describe("several clients of one session", () => {
  it("of version 2 share it: each has every delta, its own ids and its own answers", () => {
    const { stage, come, read, heard, state$ } = sharing();
    const [one, two] = [come("one"), come("two")];
    const [copy1, copy2] = [read(one), read(two)];
    stage.wait(50);
    stage.log.length = 0;
    const answers: string[] = [];
    for (const [name, actor] of Object.entries({ one, two }))
      action(actor.session, DOC, "who", { name }).subscribe((answer) => answers.push(answer));
    stage.wait(50);
    expect(answers).toEqual(["you are one", "you are two"]);
    for (const name of ["one", "two"])
      expect(heard(name)).toEqual([`{"type":"_REPLY","data":{"re":1,"ok":"you are ${name}"}}`]);
    void copy1.write({ count: 1 });
    stage.wait(50);
    void copy2.write((doc) => ({ count: doc.count + 1 }));
    stage.wait(50);
    expect([state$.value, copy1.value, copy2.value, stage.sessions.length]).toEqual([
      { count: 2 },
      { count: 2 },
      { count: 2 },
      1,
    ]);
    stage.end();
  });

  it("one that leaves leaves the other alone; the session is offline when the last has left", () => {
    const { stage, come } = sharing();
    const [one, two] = [come("one"), come("two")];
    one.leave();
    stage.wait(100);
    expect([phases(two), stage.sessions[0]?.status.phase]).toEqual([["live"], "live"]);
    two.leave();
    stage.wait(100);
    expect(stage.sessions[0]?.status.phase).toBe("offline");
    stage.end();
  });

  it("a client of version 1 replaces all of them, and is replaced by any", () => {
    const { stage, come, heard } = sharing();
    const [one, two] = [come("one"), come("two")];
    const old = come("old", 1);
    expect(phases(one, two, old)).toEqual(["ended", "ended", "live"]);
    for (const name of ["one", "two"]) expect(heard(name).slice(-2)[0]).toContain("_DISCONNECT");
    const three = come("three");
    expect(phases(old, three)).toEqual(["ended", "live"]);
    const older = come("older", 1);
    expect(phases(three, older)).toEqual(["ended", "live"]);
    stage.end();
  });

  it("the same client on a newer line replaces its old one without a dismissal", () => {
    const { stage, come, heard } = sharing();
    const [one, two] = [come("one"), come("two")];
    // the line is dead, and only the client has noticed
    const old = one.server;
    if (one.links !== undefined) one.links.toServer.silent = true;
    one.line?.cut(1006, "no sign of life");
    stage.wait(1_000);
    expect([old?.open, phases(one, two), stage.sessions[0]?.lines.length]).toEqual([false, ["live", "live"], 2]);
    expect(heard("one").join()).not.toContain("_DISCONNECT");
    expect(heard("one")).toContain("<close 1000>");
    stage.end();
  });

  it("remembers what each was answered over lines that come and go", () => {
    const { stage, come } = sharing();
    const [one, two] = [come("one"), come("two")];
    const raw = { type: "_ACTION:DOC", data: { type: "who", name: "x" }, envelope: { id: 1 } };
    for (const { line } of [one, two]) {
      line?.next(raw);
      line?.next(raw);
    }
    one.cut();
    stage.wait(1_000);
    one.line?.next(raw);
    stage.wait(50);
    const replies = stage.log.filter(({ what }) => what.includes('"re":1')).map(({ who }) => who);
    expect(replies.sort()).toEqual(["one", "two", "two"]);
    stage.end();
  });
});

describe("a hostile client of version 2", () => {
  const hello = (more: object) => ({
    type: "_HELLO",
    data: { version: 2, client: "h", user: "u", session: "s", ...more },
  });

  it("whatever position it claims, gets a state that leads to the truth (F11, F12)", () => {
    const { stage, state$ } = sharing();
    const watcher = stage.client("w", { session: "s" });
    stage.wait(100);
    for (let count = 1; count <= 5; count += 1) state$.next({ count });
    stage.wait(100);
    const frame = stage.log.find(({ what }) => what.startsWith('{"type":"_SET:DOC"'))?.what ?? "{}";
    const { e: epoch } = JSON.parse(frame) as { e?: string };
    const version = fc.oneof(
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom(-1, 6, 2 ** 53 - 1, 2 ** 53, 1.5, "0", null, 1e300),
    );
    const position = fc.oneof(
      fc.tuple(fc.constant("DOC"), fc.constantFrom(epoch, "other", "", 7), version),
      fc.jsonValue({ maxDepth: 2 }),
    );
    let clients = 0;
    fc.assert(
      fc.property(fc.array(position, { maxLength: 3 }), (resume) => {
        stage.log.length = 0;
        const line = stage.raw("h");
        line.next(hello({ client: `h${(clients += 1)}`, resume }));
        stage.wait(100);
        const heard = stage.log.filter(({ who, way }) => who === "h" && way === "S→C").map(({ what }) => what);
        const ready = heard.findIndex((what) => what.includes("_READY"));
        expect([heard[0]?.includes("_HELLO"), ready, heard.length]).toEqual([true, heard.length - 1, heard.length]);
        const states = heard.slice(1, ready).map((what) => JSON.parse(what) as { type: string; v: number; b?: number });
        // the last position that can be one counts
        const claims = resume.filter((entry) => Array.isArray(entry)).filter((entry) => isPosition(entry));
        const [, claimed, version] = claims.findLast(([key]) => key === "DOC") ?? [];
        const at = claimed === epoch && Number(version) <= 5 ? Number(version) : undefined;
        if (at === 5) expect(states).toEqual([]);
        else
          expect([
            states[0]?.v === 5 || (states[0]?.type === "_PATCH:DOC" && at !== undefined),
            states.at(-1)?.v,
          ]).toEqual([true, 5]);
        if (at === undefined) expect(states.map(({ type }) => type)).toEqual(["_SET:DOC"]);
        line.complete();
        stage.wait(50);
      }),
      { seed: 12, numRuns: 300 },
    );
    expect(watcher.session.status.phase).toBe("live");
    stage.end();
  });

  it("a second hello, envelopes without a meaning, answers to nothing: nothing happens, and nobody else notices", () => {
    const { stage, come, read } = sharing();
    const one = come("one");
    const copy = read(one);
    const line = stage.raw("h");
    line.next(hello({ session: "one" }));
    stage.wait(100);
    stage.log.length = 0;
    for (const event of [
      hello({ session: "one" }),
      { type: "_READY", data: { memory: "x", recovered: {} } },
      { type: "_REPLY", data: { re: 1, ok: 1 } },
      { type: "_ERROR", data: null },
      { type: "_DRAIN", data: { windowMs: -1 } },
      { type: "_PONG", data: { n: 99 } },
      { type: "_GET:DOC", envelope: { e: "x", v: 2 ** 53 - 1 } },
      { type: "mine", envelope: { re: 5, h: 1 } },
    ])
      line.next(event);
    stage.wait(100);
    expect(stage.log.filter(({ way }) => way === "S→C").map(({ who, what }) => `${who} ${what.slice(0, 12)}`)).toEqual([
      'h {"type":"_SE',
    ]);
    expect([line.open, one.session.status.phase, copy.value, stage.errors]).toEqual([true, "live", { count: 0 }, []]);
    stage.end();
  });

  it("a frame that is refused is told of: by _REPLY where it was a request, else by _ERROR; eleven end the line", () => {
    const { stage } = sharing();
    const line = stage.raw("h");
    line.next(hello({}));
    stage.wait(100);
    stage.log.length = 0;
    const wide = { type: "mine", data: Array.from({ length: 10_001 }, () => 0) };
    line.next({ ...wide, envelope: { id: 1 } });
    for (let round = 0; round < 10; round += 1) line.next(wide);
    stage.wait(100);
    const heard = stage.log.filter(({ way }) => way === "S→C").map(({ what }) => what.slice(0, 60));
    expect(heard[0]).toContain('{"type":"_REPLY","data":{"re":1,"error":{"code":"invalid"');
    expect(heard[1]).toContain('{"type":"_ERROR","data":{"code":"TOO_WIDE"');
    expect(heard.at(-1)).toBe("<close 1008>");
    stage.end();
  });

  it("remembers the requests of all clients that have a line, and of 16 others", () => {
    const answer$ = new Subject<string>();
    const stage = new Stage(() => [(session) => session.pipe(actions(DOC, { who: () => answer$ }))], { latency: 10 });
    const clients = Array.from({ length: 18 }, (_, index) => {
      const actor = stage.client(`c${index}`, { session: "one" });
      stage.wait(100);
      return actor;
    });
    const ends: string[] = [];
    for (const actor of clients.slice(0, 2))
      action(actor.session, DOC, "who", { name: "" }).subscribe({ next: (value) => ends.push(value), error: fail });
    stage.wait(100);
    // one is back on another line, the other is waited for by a server that stops
    clients[0]?.cut();
    stage.wait(1_000);
    stage.drain();
    stage.wait(100);
    answer$.next("answered");
    answer$.complete();
    stage.wait(100);
    expect(ends).toEqual(["answered", "answered"]);
    stage.end();
  });
});

function fail(error: unknown): never {
  throw error;
}

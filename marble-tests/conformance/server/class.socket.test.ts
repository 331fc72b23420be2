import { describe, expect, it } from "@jest/globals";
import { merge, VirtualTimeScheduler } from "rxjs";
import type { Pipeline } from "ws-sync-rx";
import { expose, remoteAction, type SessionHooks, type Sync, syncAll, syncOnly } from "ws-sync-rx/decorators";
import { Serving } from "./serving.ts";

// PROTOCOL.md, "Names", "The object syncs itself"; part A, sections 5.1, 5.2, 4.1: what only the class flavour has.

@syncAll("ALL", { include: { _secret: "revealed" }, exclude: ["hidden"], exposeRunningTasks: true })
class All {
  shown = 1;
  hidden = 2;
  _secret = 3;
  b_first = "b";
  get a_getter(): string {
    return `a${this.shown}`;
  }
}

@syncOnly(
  "ONLY",
  { title: true, current_day: true, totalLength: "size", aB: true },
  { casing: "camel", exposeRunningTasks: true },
)
class Only {
  title = "t";
  current_day = "monday";
  aB = 1;
  notSynced = 1;
  get totalLength(): number {
    return this.title.length;
  }
}

const clock = new VirtualTimeScheduler();
clock.maxFrames = 0;

@syncAll("SAYS", { alwaysDelta: true })
class Says implements SessionHooks {
  declare readonly sync: Sync;
  count = 0;
  value: unknown = null;

  get broken(): boolean {
    if (this.value === "throw") throw new Error("the getter throws");
    return false;
  }

  onConnect(): void {
    this.sync.toast("welcome");
  }

  @remoteAction() up({ throttle = 0, by = 1, toast }: { throttle?: number; by?: number; toast?: string }): void {
    this.count += by;
    this.sync(toast === undefined ? { throttle } : { throttle, toast, type: "success" });
  }

  @remoteAction() silent(): void {
    this.count += 1;
  }

  @remoteAction() become({ what }: { readonly what: unknown }): void {
    this.value = what === "bigint" ? 1n : what;
    this.sync();
  }
}

const objects: Pipeline = (session) =>
  merge(expose(new All())(session), expose(new Only())(session), expose(new Says(), { scheduler: clock })(session));

const up = (args: object = {}): object => ({ type: "_ACTION:SAYS", data: { type: "up", ...args } });
const become = (what: unknown): object => ({ type: "_ACTION:SAYS", data: { type: "become", what } });
const count = (value: number): string =>
  `{"type":"_PATCH:SAYS","data":[{"op":"replace","path":"/count","value":${value}}]}`;
const GET = '{"type":"_GET:SAYS"}';

describe("the class flavour", () => {
  const server = new Serving(objects);
  const inStep = async () => {
    clock.frame = 0;
    return server.inStep();
  };

  it("5.1: every public member with getters in alphabetical order, then what is included, the running tasks last", async () => {
    const [all] = await (await server.peer()).hears();
    expect(all).toBe(
      '{"type":"_SET:ALL","data":{"a_getter":"a1","b_first":"b","shown":1,"revealed":3,"running_tasks":[]}}',
    );
  });

  it("5.1: only those that are picked, in that order; casing for names that are not given, a given name as it is", async () => {
    const [, only] = await (await server.peer()).hears();
    expect(only).toBe(
      '{"type":"_SET:ONLY","data":{"title":"t","currentDay":"monday","size":1,"aB":1,"runningTasks":[]}}',
    );
  });

  it("5.1, 5.5: everything on the wire has the wire's names, writes too", async () => {
    const peer = await inStep();
    peer.sends(
      { type: "_PATCH:ONLY", data: [{ op: "replace", path: "/currentDay", value: "friday" }] },
      { type: "_SET:ONLY", data: { title: "set" } },
      { type: "_GET:ONLY" },
    );
    expect((await peer.hears()).at(-1)).toBe(
      '{"type":"_SET:ONLY","data":{"title":"set","currentDay":"friday","size":3,"aB":1,"runningTasks":[]}}',
    );
    peer.sends({ type: "_PATCH:ONLY", data: [{ op: "replace", path: "/current_day", value: "x" }] });
    expect((await peer.hears())[0]).toContain('"currentDay":"friday"');
    expect(server.reported()).toEqual(["WriteRefused"]);
  });

  it("5.5: of a _SET the read-only members and the task list are ignored, and put right", async () => {
    const peer = await inStep();
    peer.sends({ type: "_SET:ONLY", data: { title: "mine", size: 9, runningTasks: ["X"], unknown: 1 } });
    const truth =
      '{"type":"_SET:ONLY","data":{"title":"mine","currentDay":"monday","size":4,"aB":1,"runningTasks":[]}}';
    expect(new Set(await peer.hears())).toEqual(new Set([truth]));
    expect(server.reported()).toEqual([]);
  });

  it("4.1: what the object says when a line comes is behind the states", async () => {
    const frames = await (await server.peer()).hears();
    expect(frames.map((frame) => frame.slice(0, 18))).toEqual([
      '{"type":"_SET:ALL"',
      '{"type":"_SET:ONLY',
      '{"type":"_SET:SAYS',
      '{"type":"_TOAST","',
    ]);
  });

  it("5.2: a sync without a change sends nothing; what was not said goes with the next", async () => {
    const peer = await inStep();
    peer.sends({ type: "_ACTION:SAYS", data: { type: "silent" } });
    expect(await peer.hears()).toEqual([]);
    peer.sends(up({ by: 0 }), up({ by: 0 }));
    expect(await peer.hears()).toEqual([count(1)]);
  });

  it("5.2: a throttle sends the first value at once, and the last when its time is over (kinder: it was never sent)", async () => {
    const peer = await inStep();
    peer.sends(...Array.from({ length: 10 }, () => up({ throttle: 100 })));
    expect(await peer.hears()).toEqual([count(1)]);
    clock.maxFrames += 100;
    clock.flush();
    expect(await peer.hears()).toEqual([count(10)]);
  });

  it("5.2: with a toast, the patch goes first; the toast also when nothing has changed", async () => {
    const peer = await inStep();
    const toast = '{"type":"_TOAST","data":{"type":"success","message":"saved"}}';
    peer.sends(up({ toast: "saved" }), up({ by: 0, toast: "saved" }));
    expect(await peer.hears()).toEqual([count(1), toast, toast]);
  });

  it.each([
    ["bigint", "a value that JSON has no word for"],
    ["throw", "a getter that throws"],
  ])("5.2: %s: %s is reported; the line stays, and so does a new one (kinder: no close)", async (what) => {
    const peer = await inStep();
    peer.sends(become(what), GET);
    expect(await peer.hears()).toEqual(['{"type":"_SET:SAYS","data":{"broken":false,"count":0,"value":null}}']);
    expect(new Set(server.reported())).toEqual(new Set(["HandlerError"]));
    const again = await server.peer(await server.leaves(peer));
    expect((await again.hears())[2]).toContain('{"type":"_SET:SAYS","data":{"broken":false,"count":0');
    again.sends(become("good again"), up());
    expect((await again.hears()).join()).toContain('"value":"good again"');
  });

  it("2.2: NaN, infinities and undefined are never on the wire", async () => {
    const peer = await inStep();
    peer.sends(become({ nan: null, list: [1] }), GET);
    expect((await peer.hears()).at(-1)).toContain('"value":{"nan":null,"list":[1]}');
    const { session } = server.room();
    session.next({ type: "APP", data: { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: undefined } });
    expect(await peer.hears()).toEqual(['{"type":"APP","data":{"a":null,"b":null}}']);
  });
});

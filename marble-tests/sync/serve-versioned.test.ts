import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject } from "rxjs";
import { scope, sync, type SyncOptions, synced, syncKey } from "ws-sync-rx";
import { Stage } from "../stage.ts";

interface Doc {
  readonly title: string;
  readonly text: string;
}
const DOC = syncKey<Doc>("DOC");
const text = "long enough for a delta to be the smaller one ".repeat(8);
/** 20,000 characters that have nothing in common with those of the next */
const bulk = (index: number): string => String.fromCharCode(97 + (index % 26)).repeat(20_000);
const doc = (title: string): Doc => ({ title, text });

/** A server of one document, and a client that follows it. */
function following(options: SyncOptions = {}, key = DOC) {
  const state$ = new BehaviorSubject(doc("a"));
  const stage = new Stage(() => [(session) => state$.pipe(sync(session, DOC, options))], { latency: 10 });
  const client = stage.client("c");
  const copy = synced<Doc>(client.session, key, doc("i"));
  copy.subscribe();
  const recovered: unknown[] = [];
  client.session.recovery$.subscribe((how) => recovered.push(how));
  stage.wait(100);
  /** what concerns the state: `S0` a snapshot of version 0, `D1` the delta to version 1, `D0-2` one for two */
  const states = (): readonly string[] =>
    stage.said().flatMap((line) => {
      const [, frame = ""] = /^\S+ (\{.*)$/.exec(line) ?? [];
      if (!/^\{"type":"_(SET|PATCH|GET):/.test(frame)) return [];
      const { type, v, b, h } = JSON.parse(frame) as { type: string; v?: number; b?: number; h?: number };
      const base = b === undefined ? "" : `${b}-`;
      return [`${type.slice(1, 2)}${base}${v ?? ""}${h === undefined ? "" : "#"}`.replace("P", "D")];
    });
  const title = (value: string): void => {
    state$.next(doc(value));
  };
  return { state$, stage, client, copy, recovered, states, title };
}

describe("a state on a line of version 2", () => {
  it("is sent whole, with its epoch and version 0, then as numbered deltas", () => {
    const { stage, copy, recovered, states, title } = following();
    title("b");
    title("c");
    stage.wait(20);
    expect(states()).toEqual(["S0", "D1", "D2"]);
    expect([copy.value, copy.position?.version, recovered]).toEqual([doc("c"), 2, [{ DOC: "fresh" }]]);
    stage.end();
  });

  it("comes back with what was missed as one delta, or with nothing where nothing was missed", () => {
    const { stage, client, copy, recovered, states, title } = following();
    client.cut();
    title("b");
    title("c");
    stage.wait(1_000);
    expect([states(), copy.value.title, recovered.at(-1)]).toEqual([["S0", "D0-2"], "c", { DOC: "delta" }]);
    client.cut();
    stage.wait(1_000);
    expect([states(), recovered.at(-1)]).toEqual([[], { DOC: "delta" }]);
    title("d");
    stage.wait(20);
    expect(states()).toEqual(["D3"]);
    stage.end();
  });

  it("comes back as a snapshot when the ring has forgotten what was missed, and in another life", () => {
    const { stage, client, copy, recovered, states, title } = following({ ring: { count: 1 } });
    client.cut();
    title("b");
    title("c");
    stage.wait(1_000);
    expect([states(), recovered.at(-1)]).toEqual([["S0", "S2"], { DOC: "snapshot" }]);
    const before = copy.position;
    stage.crash();
    stage.start();
    stage.wait(2_000);
    expect([states(), recovered.at(-1), copy.value.title]).toEqual([["S0"], { DOC: "snapshot" }, "c"]);
    expect(copy.position?.epoch).not.toBe(before?.epoch);
    stage.end();
  });

  it("is passed over while the line is full, and caught up with one delta: a slow line conflates", () => {
    const { stage, client, copy, states, state$ } = following();
    if (client.links !== undefined) client.links.toClient.rate = 2_000;
    for (let index = 1; index <= 100; index += 1) state$.next({ title: `t${index}`, text: bulk(index) });
    const buffered = client.server?.buffered ?? 0;
    expect(buffered).toBeGreaterThan(200_000);
    expect(buffered).toBeLessThan(262_144 + 30_000);
    if (client.links !== undefined) client.links.toClient.rate = 10_000_000;
    stage.wait(2_000);
    const sent = states();
    expect(sent.length).toBeLessThan(20);
    expect(sent.at(-1)).toMatch(/100$/);
    expect([copy.value.title, copy.position?.version]).toEqual(["t100", 100]);
    stage.end();
  });

  it("that is slow delays nobody else", () => {
    const { stage, client, state$ } = following();
    const other = synced<Doc>(stage.client("d", { session: "c" }).session, DOC, doc("i"));
    other.subscribe();
    stage.wait(100);
    if (client.links !== undefined) client.links.toClient.rate = 0;
    for (let index = 1; index <= 50; index += 1) state$.next({ title: `t${index}`, text: bulk(index) });
    stage.wait(20);
    expect(other.value.title).toBe("t50");
    expect(stage.errors).toEqual([]);
    stage.wait(29_000);
    expect(client.line?.open).toBe(true);
    // nothing was taken for 30 s
    stage.wait(60_000);
    expect(stage.log.some(({ who, what }) => who === "c" && what === "<close 4008>")).toBe(true);
    stage.end();
  });

  it("answers a question from where the client is, always, and with nothing where nothing is missing", () => {
    const { stage, client, copy, states, title } = following();
    states();
    copy.fetch();
    stage.wait(30);
    expect(states()).toEqual(["G", "S0"]);
    title("b");
    client.session.next({ type: "_GET:DOC", data: {}, envelope: { e: copy.position?.epoch ?? "", v: 0 } });
    stage.wait(30);
    expect(states()).toEqual(["D1", "G0", "D1"]);
    client.session.next({ type: "_GET:DOC", data: {}, envelope: { e: copy.position?.epoch ?? "", v: 1 } });
    stage.wait(30);
    expect(states()).toEqual(["G1", "D1-1"]);
    for (const v of [7, 2 ** 53 - 1]) client.session.next({ type: "_GET:DOC", data: {}, envelope: { e: "other", v } });
    stage.wait(30);
    expect(states().filter((state) => !state.startsWith("G"))).toEqual(["S1", "S1"]);
    stage.end();
  });

  it("answers a question that came while the line was full once it is not, also with nothing", () => {
    const { stage, client, copy, states, state$ } = following();
    if (client.links !== undefined) client.links.toClient.rate = 10_000;
    // the last one fills the line
    for (let index = 1; index <= 14; index += 1) state$.next({ title: `t${index}`, text: bulk(index) });
    const epoch = copy.position?.epoch ?? "";
    client.session.next({ type: "_GET:DOC", data: {}, envelope: { e: epoch, v: 14 } });
    stage.wait(50);
    expect(states().slice(-2)).toEqual(["S14", "G14"]);
    if (client.links !== undefined) client.links.toClient.rate = 10_000_000;
    stage.wait(2_000);
    expect(states()).toEqual(["D14-14"]);
    stage.end();
  });

  it("a gap is asked about from where the client is, a delta that does not fit with a question for the whole", () => {
    const { stage, client, copy, states, title } = following();
    client.server?.next({ type: "_PATCH:DOC", data: [], envelope: { v: 5 } });
    stage.wait(30);
    expect([states(), copy.healed]).toEqual([["S0", "D5", "G0", "D0-0"], 1]);
    client.server?.next({ type: "_PATCH:DOC", data: [{ op: "remove", path: "/nowhere" }], envelope: { v: 1 } });
    stage.wait(30);
    expect([states(), copy.healed, stage.errors.map(({ name }) => name)]).toEqual([
      ["D1", "G", "S0"],
      2,
      ["HandlerError"],
    ]);
    title("b");
    stage.wait(30);
    expect(copy.value).toEqual(doc("b"));
    stage.end();
  });

  it("what is old is ignored", () => {
    const { stage, client, copy, states, title } = following();
    title("b");
    title("c");
    stage.wait(20);
    const bad = [{ op: "remove" as const, path: "/nowhere" }];
    for (const v of [0, 1, 2]) client.server?.next({ type: "_PATCH:DOC", data: bad, envelope: { v } });
    stage.wait(30);
    expect([states().filter((state) => state.startsWith("G")), copy.value.title, stage.errors]).toEqual([[], "c", []]);
    stage.end();
  });

  it("carries a hash every so many versions, by which a divergence is found and healed", () => {
    const { stage, client, copy, states, title } = following({ verifyEvery: 2 });
    const found: unknown[] = [];
    copy.divergence$.subscribe((position) => found.push(position.version));
    title("b");
    title("c");
    stage.wait(20);
    expect([states(), found]).toEqual([["S0", "D1", "D2#"], []]);
    // somebody between the two ends has changed a delta
    client.server?.next({
      type: "_PATCH:DOC",
      data: [{ op: "replace", path: "/text", value: "evil" }],
      envelope: { v: 3 },
    });
    stage.wait(20);
    expect(copy.value.text).toBe("evil");
    title("d");
    title("e");
    stage.wait(50);
    expect([found, copy.value, copy.healed]).toEqual([[4], doc("e"), 1]);
    expect(stage.errors.map(({ name }) => name)).toEqual(["Divergence"]);
    stage.end();
  });

  it("with `sendOnInit: false` is sent when it is asked for, and from then on", () => {
    const { stage, copy, recovered, states, title } = following({ sendOnInit: false });
    expect([states(), recovered]).toEqual([["G", "S0"], [{}]]);
    title("b");
    stage.wait(20);
    expect([states(), copy.value.title]).toEqual([["D1"], "b"]);
    stage.end();
  });

  it("in a scope has the names of the outside on the wire, and those of the inside for its pipelines", () => {
    const state$ = new BehaviorSubject(doc("a"));
    const stage = new Stage(() => [scope("x/y")((session) => state$.pipe(sync(session, DOC)))], { latency: 10 });
    const client = stage.client("c");
    const inside: unknown[] = [];
    client.session.recovery$.subscribe((how) => inside.push(how));
    const seen: string[] = [];
    const recovered: unknown[] = [];
    client.session
      .run(
        scope("x/y")((session) => {
          session.recovery$.subscribe((how) => recovered.push(how));
          synced<Doc>(session, DOC, doc("i")).subscribe(({ title }) => seen.push(title));
          return state$.pipe(() => session.on("never"));
        }),
      )
      .subscribe();
    stage.wait(100);
    client.cut();
    state$.next(doc("b"));
    state$.next(doc("c"));
    stage.wait(2_000);
    expect(seen).toEqual(["i", "a", "c"]);
    expect([inside, recovered]).toEqual([
      [{ "x/y/DOC": "fresh" }, { "x/y/DOC": "delta" }],
      [{ DOC: "fresh" }, { DOC: "delta" }],
    ]);
    expect(stage.said().filter((line) => line.includes('DOC"') && !line.includes("x/y/DOC"))).toEqual([]);
    stage.end();
  });
});

import { describe, expect, it } from "@jest/globals";
import { map } from "rxjs";
import { RequestError } from "ws-sync-rx";
import type { Request, Settled } from "../../src/session/request.ts";
import { type Actor, type ActorOptions, Stage, type StageOptions } from "../stage.ts";

/** A client whose server answers nothing unless it is told to: requests are of the type `ask`. */
function asking(options: StageOptions & ActorOptions & { live?: boolean } = {}) {
  const { live = true, version = 2, pings = true, ...stageOptions } = options;
  const stage = new Stage(() => [], { latency: 10, ...stageOptions });
  if (!live) stage.crash();
  const client = stage.client("c", { version, pings });
  const ends: string[] = [];
  const make = (name: string, more: Partial<Request> = {}) =>
    client.session.submit({
      name,
      event: () => ({ type: "ask", data: name }),
      settled: (end: Settled) => {
        ends.push(`${name} ${end.kind === "failed" ? end.error.code : end.kind}`);
        return undefined;
      },
      ...more,
    });
  stage.wait(100);
  const asked = (): readonly string[] => stage.said().filter((line) => line.includes('"ask"'));
  asked();
  return { stage, client, ends, make, asked };
}
const states = ({ session }: Actor) => session.outbox.entries.map(({ name, state }) => `${name} ${state}`);
const asks = (...what: readonly (readonly [string, number])[]) =>
  what.map(([name, id]) => `C→S {"type":"ask","data":"${name}","id":${id}}`);

describe("the outbox", () => {
  it("sends in order, at once where there is a line, and ends each with its own answer", () => {
    const { stage, client, ends, make, asked } = asking();
    make("a");
    make("b");
    expect(states(client)).toEqual(["a sent", "b sent"]);
    expect(asked()).toEqual(asks(["a", 1], ["b", 2]));
    client.server?.next({ type: "_REPLY", data: { re: 2, ok: 1 } });
    stage.wait(10);
    expect(ends).toEqual(["b done"]);
    // nobody serves `ask`
    stage.wait(20);
    expect([ends, states(client)]).toEqual([["b done", "a unknown"], []]);
    stage.end();
  });

  it("without a line they wait, in order; seen as a stream, with the time since when", () => {
    const { stage, client, ends, make, asked } = asking({ live: false });
    const seen: string[] = [];
    client.session.outbox.entries$
      .pipe(map((entries) => entries.map(({ name, state, since }) => `${name} ${state} ${since}`).join()))
      .subscribe((entries) => seen.push(entries));
    make("a");
    stage.wait(50);
    make("b");
    expect(seen).toEqual(["", "a waiting 100", "a waiting 100,b waiting 150"]);
    expect(asked()).toEqual([]);
    stage.start();
    stage.wait(40_000);
    expect(asked()).toEqual(asks(["a", 1], ["b", 2]));
    expect(ends).toEqual(["a unknown", "b unknown"]);
    stage.end();
  });

  it("`fail` fails at once without a line, `latest` takes the place of what waits under the same name", () => {
    const { stage, ends, make, asked } = asking({ live: false });
    make("a", { offline: "fail" });
    expect(ends.splice(0)).toEqual(["a offline"]);
    make("l", { offline: "latest", event: () => ({ type: "ask", data: 1 }) });
    make("b");
    make("l", { offline: "latest", event: () => ({ type: "ask", data: 2 }) });
    expect(ends.splice(0)).toEqual(["l cancelled"]);
    stage.start();
    stage.wait(40_000);
    expect(asked()).toEqual(['C→S {"type":"ask","data":"b","id":1}', 'C→S {"type":"ask","data":2,"id":2}']);
    stage.end();
  });

  it("holds 1,000 and 1,048,576 characters, or one that is larger; what is beyond is refused as full", () => {
    const { stage, client, ends, make } = asking({ live: false });
    for (let index = 0; index < 1_000; index += 1) make(`n${index}`);
    expect([ends, client.session.outbox.entries.length]).toEqual([[], 1_000]);
    make("beyond");
    expect(ends).toEqual(["beyond full"]);
    stage.end();
    const second = asking({ live: false });
    second.make("a", { size: () => 1_048_575 });
    second.make("b", { size: () => 1 });
    second.make("c", { size: () => 1 });
    expect(second.ends).toEqual(["c full"]);
    second.stage.end();
    const third = asking({ live: false });
    third.make("alone", { size: () => 9_000_000 });
    third.make("more", { size: () => 1 });
    expect(third.ends).toEqual(["more full"]);
    third.stage.end();
  });

  it("one that the server would not take is not sent: tooLarge at one character beyond its limit", () => {
    const { stage, ends, make, asked } = asking();
    const overhead = '{"type":"ask","data":"","id":1}'.length;
    make("fits", { event: () => ({ type: "ask", data: "x".repeat(65_536 - overhead) }) });
    make("not", { event: () => ({ type: "ask", data: "x".repeat(65_537 - overhead) }) });
    make("bytes", { event: () => ({ type: "ask", bytes: new Uint8Array(1_048_577) }) });
    expect(ends).toEqual(["not tooLarge", "bytes tooLarge"]);
    expect(asked()).toHaveLength(1);
    stage.end();
  });

  it("one that cannot be made is invalid, one that asks for nothing any more is done", () => {
    const { stage, ends, make, asked } = asking();
    make("throws", {
      event: () => {
        throw new RangeError("no such row");
      },
    });
    make("loop", { event: () => ({ type: "ask", data: 1n }) });
    make("nothing", { event: () => undefined });
    expect([ends, asked()]).toEqual([["throws invalid", "loop invalid", "nothing done"], []]);
    stage.end();
  });

  it("of one lane a request waits for the outcome of the one before, and all behind wait with it", () => {
    const { stage, client, make, asked } = asking();
    make("a", { lane: "x" });
    make("b", { lane: "x" });
    make("c");
    expect(states(client)).toEqual(["a sent", "b waiting", "c waiting"]);
    client.server?.next({ type: "_REPLY", data: { re: 1, ok: 1 } });
    stage.wait(10);
    expect(asked()).toEqual(asks(["a", 1], ["b", 2], ["c", 3]));
    stage.end();
  });

  it("while its own line is full they wait, also where the client has no ping of its own, as in a browser", () => {
    const { stage, client, make, asked, ends } = asking({ pings: false });
    if (client.links !== undefined) client.links.toServer.rate = 60_000;
    for (let index = 1; index <= 10; index += 1)
      make(`n${index}`, { event: () => ({ type: "ask", data: "x".repeat(60_000) }) });
    expect(states(client).filter((state) => state.endsWith("waiting")).length).toBeGreaterThan(3);
    expect(client.line?.buffered).toBeLessThan(262_144 + 65_536);
    stage.wait(20_000);
    expect(asked()).toHaveLength(10);
    expect(ends).toHaveLength(10);
    stage.end();
  });

  it("one that is not ready waits with all behind it until the outbox is pumped", () => {
    const { stage, client, make, asked } = asking();
    let ready = false;
    make("a", { ready: () => ready });
    make("b");
    expect(asked()).toEqual([]);
    ready = true;
    client.session.outbox.pump();
    expect(asked()).toEqual(asks(["a", 1], ["b", 2]));
    stage.end();
  });

  it("times out from sending on, not while it waits", () => {
    const { stage, client, ends, make } = asking({ live: false });
    make("a", { timeout: 500 });
    stage.wait(10_000);
    expect(ends).toEqual([]);
    stage.start();
    for (let waited = 0; states(client)[0] !== "a sent" && waited < 60_000; waited += 1) stage.wait(1);
    if (client.links !== undefined) client.links.toClient.silent = true;
    stage.wait(499);
    expect(ends).toEqual([]);
    stage.wait(1);
    expect(ends).toEqual(["a timeout"]);
    stage.end();
  });

  it("an entry that waits can be cancelled or withdrawn, one that was sent cannot; the last that waits is open", () => {
    const { stage, client, ends, make } = asking();
    const a = make("a", { lane: "x" });
    const b = make("b", { lane: "x" });
    const c = make("c", { lane: "x" });
    expect([a.open, b.open, c.open, a.id, b.id]).toEqual([false, false, true, 1, undefined]);
    const [first, second] = client.session.outbox.entries;
    expect([first?.cancel(), second?.cancel(), second?.cancel()]).toEqual([false, true, false]);
    expect([a.withdraw(), c.withdraw(), c.withdraw()]).toEqual([false, true, false]);
    expect([ends, states(client)]).toEqual([["b cancelled"], ["a sent"]]);
    stage.end();
  });

  it("requests that take the place of one go where it was", () => {
    const { stage, client, make, asked } = asking();
    const instead = (name: string): Request => ({
      name,
      event: () => ({ type: "ask", data: name }),
      settled: () => undefined,
    });
    make("a", { lane: "x", settled: () => [instead("a1"), instead("a2")] });
    make("b", { lane: "x" });
    make("c");
    client.server?.next({ type: "_REPLY", data: { re: 1, error: { code: "conflict", message: "" } } });
    stage.wait(10);
    expect(asked()).toEqual(asks(["a", 1], ["a1", 2], ["a2", 3], ["b", 4], ["c", 5]));
    stage.end();
  });

  it("is sent again under the same id on the next line while the server remembers, and fails with `interrupted` if not", () => {
    const { stage, client, ends, make, asked } = asking();
    make("a");
    client.cut();
    stage.wait(1_000);
    expect(asked()).toEqual([...asks(["a", 1]), ...asks(["a", 1])]);
    expect(ends.splice(0)).toEqual(["a unknown"]);
    make("b");
    stage.crash();
    stage.wait(20);
    make("c");
    stage.start();
    stage.wait(40_000);
    expect(ends).toEqual(["b interrupted", "c unknown"]);
    stage.end();
  });

  it("an original server answers nothing: over when it is sent", () => {
    const { stage, ends, make, asked } = asking({ speaks: 1 });
    stage.wait(2_000);
    make("a");
    expect([ends, asked()]).toEqual([["a sent"], ['C→S {"type":"ask","data":"a"}']]);
    stage.end();
  });

  it("everything that has no outcome ends with the session", () => {
    const { stage, client, ends, make } = asking();
    make("a", { lane: "x" });
    make("b", { lane: "x" });
    client.session.complete();
    expect([ends, states(client)]).toEqual([["a ended", "b ended"], []]);
    stage.end();
  });

  it("a request as a stream emits its answer; unsubscribing takes it back while it waits", () => {
    const { stage, client, make } = asking();
    const request = (name: string): Request => ({
      name,
      lane: "x",
      event: () => ({ type: "ask", data: name }),
      settled: () => undefined,
    });
    const seen: unknown[] = [];
    const observer = {
      next: (value: unknown) => seen.push(value),
      complete: () => seen.push("|"),
      error: (error: unknown) => seen.push(error),
    };
    client.session.request(request("a")).subscribe(observer);
    const b = client.session.request(request("b")).subscribe(observer);
    make("c", { lane: "x" });
    b.unsubscribe();
    expect(states(client)).toEqual(["a sent", "c waiting"]);
    client.server?.next({ type: "_REPLY", data: { re: 1, error: { code: "failed", message: "no" } } });
    stage.wait(10);
    expect(seen).toEqual([new RequestError("a", { code: "failed", message: "no" })]);
    stage.end();
  });

  it("takes a `latest` in where it is full: it has the place of one of its name", () => {
    const { stage, client, ends, make } = asking({ live: false });
    make("a", { offline: "latest" });
    for (let i = 1; i < 1_000; i += 1) make(`b${i}`);
    make("c");
    make("a", { offline: "latest" });
    expect([ends, states(client).length, states(client).at(-1)]).toEqual([
      ["c full", "a cancelled"],
      1_000,
      "a waiting",
    ]);
    stage.end();
  });

  it("sends what is asked again inside an `interrupted` once", () => {
    const { stage, client, make, asked } = asking();
    stage.latency = 1_000;
    make("a", {
      settled: (end: Settled) => {
        if (end.kind === "failed" && end.error.code === "interrupted") make("again");
        return undefined;
      },
    });
    expect(asked()).toEqual(asks(["a", 1]));
    stage.crash();
    stage.latency = 10;
    stage.start();
    stage.wait(10_000);
    expect(asked()).toEqual(asks(["again", 2]));
    expect(client.session.outbox.entries).toEqual([]);
    stage.end();
  });

  it("takes nothing in any more when the session is ended by whoever was told of an outcome", () => {
    const { stage, client, ends, make } = asking();
    const instead: Request = {
      name: "instead",
      event: () => ({ type: "ask" }),
      settled: (end) => void ends.push(end.kind === "failed" ? end.error.code : end.kind),
    };
    make("a", {
      settled: () => {
        client.session.complete();
        return [instead];
      },
    });
    stage.wait(100);
    expect([ends, states(client)]).toEqual([["ended"], []]);
    stage.end();
  });
});

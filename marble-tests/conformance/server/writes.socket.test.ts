import { describe, expect, it } from "@jest/globals";
import { add, call, delta, GET, inBothFlavours, notes, remove, replace, write } from "./flavours.ts";

// PROTOCOL.md, "_PATCH" and "_SET" from the client; part A, sections 5.4, 5.5.

inBothFlavours("writes of clients", (server) => {
  const mine = notes({ title: "mine" });
  /** A peer whose title is not the initial one, so that a `_SET` shows what was kept. */
  const writer = async () => {
    const peer = await server.inStep();
    peer.sends(write(replace("/title", "mine")));
    expect(await peer.hears()).toEqual([]);
    return peer;
  };

  it("_PATCH (5.4): an accepted one has no echo and no acknowledgement", async () => {
    const peer = await writer();
    peer.sends(write(replace("/title", "m")), write(replace("/title", "mi")));
    expect(await peer.hears()).toEqual([]);
    peer.sends(GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes({ title: "mi" })], []]);
  });

  it("_PATCH (3): may be empty", async () => {
    const peer = await writer();
    peer.sends(write());
    peer.sends(GET);
    expect([await peer.hears(), server.reported()]).toEqual([[mine], []]);
  });

  it("_PATCH (5.4): what is derived from it is sent (kinder: at once, not with the next sync)", async () => {
    const peer = await writer();
    peer.sends(write(add("/notes/0", "one")));
    expect(await peer.hears()).toEqual([delta(replace("/total", 3))]);
  });

  it("_PATCH (5.4): add, replace, remove, test and the index - work; extra members of an operation are ignored", async () => {
    const peer = await writer();
    const list = ["a", "b", "c", "d"];
    peer.sends(write({ ...replace("/notes", list), oldValue: [] }));
    expect(await peer.hears()).toEqual([delta(replace("/total", 4))]);
    peer.sends(write({ op: "test", path: "/notes/0", value: "a" }, add("/notes/-", "ee"), remove("/notes/0")));
    expect(await peer.hears()).toEqual([delta(replace("/total", 5))]);
    peer.sends(GET);
    expect(await peer.hears()).toEqual([notes({ title: "mine", notes: ["b", "c", "d", "ee"] })]);
  });

  it("_PATCH (5.4): touches only the members it names: what the server changed meanwhile stays (kinder)", async () => {
    const peer = await writer();
    peer.sends(call("ADD", { note: "server" }), write(replace("/title", "client")), GET);
    const frames = await peer.hears();
    expect(frames.at(-1)).toBe(notes({ title: "client", notes: ["server"] }));
  });

  describe("_PATCH (5.4): is refused as a whole, reported, and put right by one _SET to its sender (kinder: no close), when", () => {
    it.each<[string, unknown]>([
      ["a path is bad", [replace("/title/x", 1)]],
      ["a path has no slash", [replace("title", "x")]],
      ["an escape is bad", [replace("/ti~tle", "x")]],
      ["an index is beyond the end", [add("/notes/1", "x")]],
      ["an index is negative", [add("/notes/-1", "x")]],
      ["an index has a leading zero", [add("/notes/00", "x")]],
      ["a test fails", [replace("/title", "x"), { op: "test", path: "/title", value: "y" }]],
      ["a value is missing", [replace("/title")]],
      ["an operation is unknown", [{ op: "zap", path: "/title" }]],
      ["an operation is no object", ["replace"]],
      ["an unknown member is replaced", [replace("/zz", 1)]],
      ["an unknown member is added", [add("/zz", 1)]],
      ["a derived member is written", [replace("/total", 9)]],
      ["the task list is written", [add("/running_tasks/0", "WAIT")]],
      ["a member is removed", [remove("/title")]],
      ["a value has another type", [replace("/notes", 5)]],
      ["its first half fits", [replace("/title", "half"), remove("/notes/7")]],
      ["the whole state is replaced", [replace("", { title: "root", notes: [] })]],
      ["it moves", [{ op: "move", from: "/title", path: "/notes/0" }]],
      ["it copies", [{ op: "copy", from: "/title", path: "/notes/0" }]],
      ["it is JSON text", JSON.stringify([replace("/title", "x")])],
      ["it is null", null],
      ["it is a number", 5],
      ["it is an object", { op: "replace", path: "/title", value: "x" }],
      ["a path reaches a prototype", [add("/__proto__/x", 1)]],
      ["a path reaches a constructor", [replace("/constructor/prototype/x", 1)]],
    ])("%s", async (_what, data) => {
      const peer = await writer();
      peer.sends({ type: "_PATCH:NOTES", data });
      const answer = await peer.hears();
      expect([answer, server.reported()]).toEqual([[mine], ["WriteRefused"]]);
      peer.sends(write(replace("/title", "after")), GET);
      expect(await peer.hears()).toEqual([notes({ title: "after" })]);
    });

    it("its data is missing", async () => {
      const peer = await writer();
      peer.sends('{"type":"_PATCH:NOTES"}');
      expect([await peer.hears(), server.reported()]).toEqual([[mine], ["WriteRefused"]]);
    });
  });

  it("_PATCH (5.4): for a key that nobody serves is ignored", async () => {
    const peer = await writer();
    peer.sends({ type: "_PATCH:NOBODY", data: [replace("/title", "x")] }, { type: "_PATCH", data: [] });
    expect([await peer.hears(), server.reported()]).toEqual([[], []]);
  });

  it("_SET (5.5): replaces the members it has, leaves the others, and sends what is derived", async () => {
    const peer = await writer();
    peer.sends({ type: "_SET:NOTES", data: { notes: ["ab"] } });
    expect(await peer.hears()).toEqual([delta(replace("/total", 2))]);
    peer.sends(GET);
    expect(await peer.hears()).toEqual([notes({ title: "mine", notes: ["ab"] })]);
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["a list", [1]],
    ["a text", "state"],
    ["a number", 0],
  ])("_SET (5.5): %s is refused, and put right (kinder: no close)", async (_what, data) => {
    const peer = await writer();
    peer.sends({ type: "_SET:NOTES", data });
    expect([await peer.hears(), server.reported()]).toEqual([[mine], ["WriteRefused"]]);
  });

  it("_SET (5.5): one member of a wrong type: nothing of it is taken (kinder: the members before it were)", async () => {
    const peer = await writer();
    peer.sends({ type: "_SET:NOTES", data: { title: "half", notes: [5] } });
    expect([await peer.hears(), server.reported()]).toEqual([[mine], ["WriteRefused"]]);
  });

  it("_SET (5.5): private members and the sync handle are out of reach", async () => {
    const peer = await writer();
    peer.sends({ type: "_SET:NOTES", data: { _private: 1 } });
    expect(await peer.hears()).toEqual([mine]);
    peer.sends({ type: "_SET:NOTES", data: { sync: 1 } });
    expect(await peer.hears()).toEqual([mine]);
    peer.sends(call("ADD", { note: "on" }));
    expect(await peer.hears()).toEqual([delta(add("/notes/0", "on"), replace("/total", 2))]);
  });

  it("writes reach one session only", async () => {
    const other = await server.inStep();
    const peer = await writer();
    peer.sends(write(replace("/title", "x")), write(replace("/zz", 1)));
    await peer.hears();
    expect(await other.hears()).toEqual([]);
  });
});

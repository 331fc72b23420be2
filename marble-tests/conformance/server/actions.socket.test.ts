import { expect, it } from "@jest/globals";
import { add, call, delta, GET, inBothFlavours, notes, replace } from "./flavours.ts";

// PROTOCOL.md, "_ACTION"; part A, section 6.1.

inBothFlavours("actions", (server) => {
  it("6.1: `type` selects the handler, the other members are its arguments; the effect is a _PATCH, and nothing else answers", async () => {
    const peer = await server.inStep();
    peer.sends(call("ADD", { note: "n" }));
    expect(await peer.hears()).toEqual([delta(add("/notes/0", "n"), replace("/total", 1))]);
  });

  it("6.1: frames are served in the order in which they come", async () => {
    const peer = await server.inStep();
    peer.sends(...["a", "b", "c"].map((new_title) => call("RENAME", { new_title })), GET);
    expect(await peer.hears()).toEqual([
      ...["a", "b", "c"].map((title) => delta(replace("/title", title))),
      notes({ title: "c" }),
    ]);
  });

  it("5.1: names of arguments are never converted", async () => {
    const peer = await server.inStep();
    peer.sends(call("SHOW", { new_title: 1, newTitle: 2, "a-b": 3 }));
    expect(await peer.hears()).toEqual([
      '{"type":"_ACTION:NOTES","data":{"new_title":1,"newTitle":2,"a-b":3,"type":"SHOWN"}}',
    ]);
  });

  it.each([
    ["an unknown type", call("UNKNOWN")],
    ["the name of a method", call("rename", { new_title: "x" })],
    ["the name of a prototype's member", call("constructor")],
    ["__proto__", call("__proto__")],
    ["an unknown key", { type: "_ACTION:NOBODY", data: { type: "RENAME", new_title: "x" } }],
    ["an object without actions", { type: "_ACTION:DAY", data: { type: "RENAME", new_title: "x" } }],
  ])("6.1: %s is ignored, and the connection kept", async (_what, frame) => {
    const peer = await server.inStep();
    peer.sends(frame, GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes()], []]);
  });

  it.each([
    ["a missing type", '{"type":"_ACTION:NOTES","data":{"new_title":"x"}}'],
    ["a type that is no text", { type: "_ACTION:NOTES", data: { type: 5 } }],
    ["data that is null", { type: "_ACTION:NOTES", data: null }],
    ["data that is a text", { type: "_ACTION:NOTES", data: "RENAME" }],
    ["no data", { type: "_ACTION:NOTES" }],
  ])("6.1: %s is reported, and the connection kept (kinder: no close)", async (_what, frame) => {
    const peer = await server.inStep();
    peer.sends(frame, GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes()], ["HandlerError"]]);
  });

  it("6.1: a surplus argument is handed over like any other (kinder: no close)", async () => {
    const peer = await server.inStep();
    peer.sends(call("RENAME", { new_title: "x", surplus: 1 }));
    expect([await peer.hears(), server.reported()]).toEqual([[delta(replace("/title", "x"))], []]);
  });

  it.each(["BOOM", "REJECT"])(
    "6.1: a handler that fails (%s) is reported, and the connection kept (kinder: no close)",
    async (name) => {
      const peer = await server.inStep();
      peer.sends(call(name), call("ADD", { note: "after" }));
      const frames = await peer.hears();
      expect(frames).toHaveLength(1);
      expect(frames[0]).toContain('{"op":"add","path":"/notes/0","value":"after"}');
      expect(server.reported()).toEqual(["HandlerError"]);
      expect(server.room().session.status.phase).toBe("live");
    },
  );

  it("4.1, 6.1: a slow handler delays nothing that comes behind it (kinder: it blocked everything, _GET included)", async () => {
    const peer = await server.inStep();
    peer.sends(call("SLOW"), call("ADD", { note: "n" }), GET);
    expect(await peer.hears()).toEqual([
      delta(replace("/title", "slow began")),
      delta(add("/notes/0", "n"), replace("/total", 1)),
      notes({ title: "slow began", notes: ["n"] }),
    ]);
    peer.sends(call("TICK"));
    expect(await peer.next()).toBe(delta(replace("/title", "slow ended")));
  });

  it("3: the server calls the client by an _ACTION of its own", async () => {
    const peer = await server.inStep();
    peer.sends(call("SHOW", { id: 7 }));
    expect(await peer.hears()).toEqual(['{"type":"_ACTION:NOTES","data":{"id":7,"type":"SHOWN"}}']);
  });
});

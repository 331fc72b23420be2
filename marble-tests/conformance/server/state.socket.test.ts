import { expect, it } from "@jest/globals";
import { add, call, delta, GET, inBothFlavours, INIT, notes, remove, replace, write } from "./flavours.ts";

// PROTOCOL.md, "_SET", "_GET", "_PATCH" from the server; part A, sections 3, 4.1, 4.4, 5.2, 5.3.

inBothFlavours("the server's states", (server) => {
  it("_SET (3): is sent to a new line at once, whole, for each object that is sent on init", async () => {
    const peer = await server.peer();
    expect(await peer.hears()).toEqual(INIT);
  });

  it("_SET (4.1): comes in the order in which the objects were made", async () => {
    const peer = await server.peer();
    const types = (await peer.hears()).map((frame) => frame.slice(0, 20));
    expect(types).toEqual(['{"type":"_SET:NOTES"', '{"type":"_SET:DAY","']);
  });

  it("_SET (4.4): is sent again to every line that comes back, with what was changed since", async () => {
    const peer = await server.inStep();
    peer.sends(call("ADD", { note: "one" }));
    await peer.hears();
    const again = await server.peer(await server.leaves(peer));
    expect(await again.hears()).toEqual([notes({ notes: ["one"] }), INIT[1]]);
  });

  it("_SET (4.4): an object that is not sent on init is not sent to a line that comes back either", async () => {
    const peer = await server.inStep();
    peer.sends({ type: "_GET:LAZY", data: {} });
    expect(await peer.hears()).toEqual(['{"type":"_SET:LAZY","data":{"value":0}}']);
    const again = await server.peer(await server.leaves(peer));
    expect(await again.hears()).toEqual(INIT);
  });

  it.each([['{"type":"_GET:NOTES","data":{}}'], ['{"type":"_GET:NOTES","data":null}'], ['{"type":"_GET:NOTES"}']])(
    "_GET (3): %s is answered by one _SET of the present state; its data is ignored, and may be null or missing",
    async (frame) => {
      const peer = await server.inStep();
      peer.sends(frame);
      expect(await peer.hears()).toEqual([notes()]);
    },
  );

  it("_GET (3): is answered on the line that asked, also right behind the _SET of that line", async () => {
    const peer = await server.peer();
    peer.sends(GET);
    expect(await peer.hears()).toEqual([...INIT, notes()]);
  });

  it("_GET (3): for a key that nobody serves is ignored", async () => {
    const peer = await server.inStep();
    peer.sends({ type: "_GET:NOBODY", data: {} }, { type: "_GET:", data: {} }, { type: "_GET" });
    expect([await peer.hears(), server.reported()]).toEqual([[], []]);
  });

  it("_PATCH (3): is sent when the state has changed, and never empty", async () => {
    const peer = await server.inStep();
    peer.sends(call("RENAME", { new_title: "a" }), call("RENAME", { new_title: "a" }));
    expect(await peer.hears()).toEqual([delta(replace("/title", "a"))]);
  });

  it("_PATCH (4.1): may reach an object before any _SET of it", async () => {
    const peer = await server.inStep();
    peer.sends({ type: "_ACTION:LAZY", data: { type: "INC" } });
    expect(await peer.hears()).toEqual(['{"type":"_PATCH:LAZY","data":[{"op":"replace","path":"/value","value":1}]}']);
  });

  it("_PATCH (5.3): appends by index and never by -; derived members go with what they are derived from", async () => {
    const peer = await server.inStep();
    peer.sends(call("ADD", { note: "one" }), call("ADD", { note: "two" }));
    const [first, second] = await peer.hears();
    expect(first).toBe(delta(add("/notes/0", "one"), replace("/total", 3)));
    expect(second).toBe(delta(add("/notes/1", "two"), replace("/total", 6)));
  });

  it("_PATCH (5.3): has add, remove and replace only; what is deleted is removed", async () => {
    const peer = await server.inStep();
    peer.sends(write(replace("/notes", ["a", "b"])));
    expect(await peer.hears()).toEqual([delta(replace("/total", 2))]);
    const other = await server.inStep();
    other.sends({ type: "_TASK_START:NOTES", data: { type: "WAIT" } });
    expect(await other.hears()).toEqual([delta(add("/running_tasks/0", "WAIT"))]);
    other.sends({ type: "_TASK_CANCEL:NOTES", data: { type: "WAIT" } });
    expect(await other.hears()).toEqual([delta(remove("/running_tasks/0"))]);
  });

  it("envelope (2.3): has exactly type and data, compact, with texts as they are", async () => {
    const peer = await server.inStep();
    peer.sends(call("RENAME", { new_title: "héllo ✓ 😀 \u2028" }));
    expect(await peer.hears()).toEqual([
      '{"type":"_PATCH:NOTES","data":[{"op":"replace","path":"/title","value":"héllo ✓ 😀 \u2028"}]}',
    ]);
  });

  it("envelope (2.3): members beside type and data are ignored, and the text may be written in any way", async () => {
    const peer = await server.inStep();
    peer.sends(
      ' {\n"more": [1], "data" : {"type": "RENAME", "new_title": "\\u0061\\u00e9"}, "type": "_ACTION:NOTES", "v": 7} ',
    );
    expect(await peer.hears()).toEqual([delta(replace("/title", "aé"))]);
  });

  it("loss (4.4): what happens while nobody is there is not sent later; the next line gets the state", async () => {
    const peer = await server.inStep();
    const { session } = server.room();
    const undelivered: string[] = [];
    session.undelivered$.subscribe(({ type }) => undelivered.push(type));
    peer.sends({ type: "_TASK_START:NOTES", data: { type: "COUNT", upto: 2 } });
    await peer.hears();
    const room = await server.leaves(peer);
    session.next({ type: "_TOAST", data: { type: "info", message: "to nobody" } });
    const again = await server.peer(room);
    expect(await again.hears()).toEqual([
      '{"type":"_SET:NOTES","data":{"notes":["n0"],"title":"My notes","total":2,"running_tasks":["COUNT"]}}',
      INIT[1],
    ]);
    expect(undelivered).toEqual(["_TOAST"]);
    again.sends(call("TICK"));
    expect(await again.next()).toBe(delta(add("/notes/1", "n1"), replace("/total", 4)));
  });
});

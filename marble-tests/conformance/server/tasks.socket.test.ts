import { expect, it } from "@jest/globals";
import { add, call, cancel, delta, GET, inBothFlavours, notes, remove, replace, start } from "./flavours.ts";

// PROTOCOL.md, "_TASK_START and _TASK_CANCEL"; part A, section 6.2.

const listed = (name: string, at = 0): object => add(`/running_tasks/${at}`, name);
const unlisted = (at = 0): object => remove(`/running_tasks/${at}`);

inBothFlavours("tasks", (server) => {
  it("6.2: a start is listed before the body's own first change; the end takes it off the list", async () => {
    const peer = await server.inStep();
    peer.sends(start("COUNT", { upto: 1 }));
    expect(await peer.hears()).toEqual([delta(listed("COUNT")), delta(add("/notes/0", "n0"), replace("/total", 2))]);
    peer.sends(call("TICK"));
    expect(await peer.next()).toBe(delta(unlisted()));
  });

  it("6.2: the body runs beside the frames that come in", async () => {
    const peer = await server.inStep();
    peer.sends(start("COUNT", { upto: 2 }), call("RENAME", { new_title: "meanwhile" }));
    expect((await peer.hears()).at(-1)).toBe(delta(replace("/title", "meanwhile")));
    peer.sends(call("TICK"));
    expect(await peer.next()).toBe(delta(add("/notes/1", "n1"), replace("/total", 4)));
  });

  it("6.2: a second start of what runs starts nothing, and is reported (kinder: it was ignored in silence)", async () => {
    const peer = await server.inStep();
    peer.sends(start("WAIT"), start("WAIT"));
    expect([await peer.hears(), server.reported()]).toEqual([[delta(listed("WAIT"))], ["HandlerError"]]);
  });

  it("6.2: tasks of different names run side by side, listed in the order of their starts", async () => {
    const peer = await server.inStep();
    peer.sends(start("WAIT"), start("COUNT", { upto: 0 }), start("COUNT", { upto: 1 }));
    expect((await peer.hears()).slice(0, 3)).toEqual([
      delta(listed("WAIT")),
      delta(listed("COUNT", 1)),
      delta(unlisted(1)),
    ]);
    peer.sends(cancel("WAIT"));
    const [frame = ""] = await peer.hears();
    expect(frame).toContain("running_tasks");
    peer.sends(GET);
    expect((await peer.hears()).at(-1)).toContain('"running_tasks":["COUNT"]');
  });

  it("6.2: a body that fails is taken off the list and reported, and the connection kept (kinder: it was only logged)", async () => {
    const peer = await server.inStep();
    peer.sends(start("FAIL"));
    expect(await peer.hears()).toEqual([delta(listed("FAIL")), delta(unlisted())]);
    expect(server.reported()).toEqual(["HandlerError"]);
    peer.sends(start("FAIL"));
    expect(await peer.hears()).toHaveLength(2);
  });

  it("6.2: a cancel runs the cancel handler to its end, then the list shrinks", async () => {
    const peer = await server.inStep();
    peer.sends(start("COUNT", { upto: 9 }));
    await peer.hears();
    peer.sends(cancel("COUNT"), GET);
    const frames = await peer.hears();
    expect(frames.at(-1)).toBe(notes({ notes: ["n0", "cancelled"] }));
    peer.sends(call("TICK"));
    expect(await peer.hears()).toEqual([]);
    peer.sends(start("COUNT", { upto: 1 }));
    expect((await peer.hears())[0]).toBe(delta(listed("COUNT")));
  });

  it("6.2: start and cancel in one burst is started, then cancelled, and can be started again (kinder: it stayed listed for ever)", async () => {
    const peer = await server.inStep();
    peer.sends(start("WAIT"), cancel("WAIT"), start("WAIT"), cancel("WAIT"));
    const [on, off] = [delta(listed("WAIT")), delta(unlisted())];
    expect(await peer.hears()).toEqual([on, off, on, off]);
  });

  it.each([
    ["the start of an unknown one", start("UNKNOWN")],
    ["the cancel of an unknown one", cancel("UNKNOWN")],
    ["the cancel of what does not run", cancel("WAIT")],
    ["the start of what only looks like one", start("constructor")],
    ["the start of an action", start("ADD", { note: "x" })],
    ["an object without tasks", { type: "_TASK_START:DAY", data: { type: "WAIT" } }],
    ["an unknown key", { type: "_TASK_START:NOBODY", data: { type: "WAIT" } }],
  ])("6.2: %s is ignored", async (_what, frame) => {
    const peer = await server.inStep();
    peer.sends(frame, GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes()], []]);
  });

  it.each([
    ["a start without a type", { type: "_TASK_START:NOTES", data: {} }],
    ["a start with null", { type: "_TASK_START:NOTES", data: null }],
    ["a start without data", { type: "_TASK_START:NOTES" }],
    ["a cancel without a type", { type: "_TASK_CANCEL:NOTES", data: {} }],
    ["a cancel with a text", { type: "_TASK_CANCEL:NOTES", data: "WAIT" }],
  ])("6.2: %s is reported, and the connection kept (kinder: no close)", async (_what, frame) => {
    const peer = await server.inStep();
    peer.sends(frame, GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes()], ["HandlerError"]]);
  });

  it("6.2: a surplus argument is handed over (kinder: the task failed)", async () => {
    const peer = await server.inStep();
    peer.sends(start("WAIT", { surplus: 1 }));
    expect([await peer.hears(), server.reported()]).toEqual([[delta(listed("WAIT"))], []]);
  });

  it("4.4: tasks go on while nobody is on the line, and the next line sees them listed", async () => {
    const peer = await server.inStep();
    peer.sends(start("WAIT"));
    await peer.hears();
    const again = await server.peer(await server.leaves(peer));
    expect((await again.hears())[0]).toBe(
      '{"type":"_SET:NOTES","data":{"notes":[],"title":"My notes","total":0,"running_tasks":["WAIT"]}}',
    );
    again.sends(cancel("WAIT"));
    expect(await again.hears()).toEqual([delta(unlisted())]);
  });
});

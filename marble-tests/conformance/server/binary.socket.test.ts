import { expect, it } from "@jest/globals";
import { add, call, delta, GET, inBothFlavours, notes, replace } from "./flavours.ts";

// PROTOCOL.md, "Binary events"; part A, section 7.

const meta = (type: string, metadata: unknown): object => ({ type: "_BIN_META", data: { type, metadata } });
const take = (name: string): object => meta("_ACTION:NOTES", { type: "TAKE", name });
const taken = (note: string, at = 0, total = note.length): string =>
  delta(add(`/notes/${at}`, note), replace("/total", total));

inBothFlavours("binary events", (server) => {
  it("7: the payload comes to the handler of the event that _BIN_META announced, beside its arguments", async () => {
    const peer = await server.inStep();
    peer.sends(take("f"), Uint8Array.of(0, 255, 16));
    expect(await peer.hears()).toEqual([taken("f:3")]);
  });

  it("7: a payload may be empty", async () => {
    const peer = await server.inStep();
    peer.sends(take("f"), new Uint8Array());
    expect(await peer.hears()).toEqual([taken("f:0")]);
  });

  it("7: the server writes _BIN_META and directly behind it one binary frame", async () => {
    const peer = await server.inStep();
    peer.sends(meta("_ACTION:NOTES", { type: "ECHO", name: "e" }), Uint8Array.of(104, 105, 0));
    expect(await peer.hears()).toEqual([
      '{"type":"_BIN_META","data":{"type":"_ACTION:NOTES","metadata":{"name":"e","type":"ECHOED"}}}',
      "<686900>",
    ]);
  });

  it("7: an unknown event or action: the payload is consumed and ignored", async () => {
    const peer = await server.inStep();
    peer.sends(meta("NOBODY", {}), Uint8Array.of(1), meta("_ACTION:NOTES", { type: "UNKNOWN" }), Uint8Array.of(2), GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes()], []]);
  });

  it("7: text frames between the two are served as usual (kinder: no close)", async () => {
    const peer = await server.inStep();
    peer.sends(take("f"), call("RENAME", { new_title: "between" }), Uint8Array.of(1));
    expect(await peer.hears()).toEqual([delta(replace("/title", "between")), taken("f:1")]);
    expect(server.reported()).toEqual([]);
  });

  it("7: a second announcement replaces the first and is reported (kinder: no close)", async () => {
    const peer = await server.inStep();
    peer.sends(take("first"), take("second"), Uint8Array.of(1));
    expect([await peer.hears(), server.reported()]).toEqual([[taken("second:1")], ["FrameError"]]);
  });

  it("7: a binary frame that nothing announced is reported and ignored (kinder: no close)", async () => {
    const peer = await server.inStep();
    peer.sends(Uint8Array.of(1), GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes()], ["FrameError"]]);
  });

  it("7: metadata that is null or missing counts as none (kinder: no close)", async () => {
    const peer = await server.inStep();
    const seen: unknown[] = [];
    server
      .room()
      .session.on("APP")
      .subscribe(({ data, bytes }) => seen.push(data, bytes?.byteLength));
    peer.sends(meta("APP", null), Uint8Array.of(1), { type: "_BIN_META", data: { type: "APP" } }, Uint8Array.of(1, 2));
    expect([await peer.hears(), seen]).toEqual([[], [{}, 1, {}, 2]]);
  });

  it.each([
    ["null", null],
    ["a text", "_ACTION:NOTES"],
    ["an object without a type", { metadata: {} }],
  ])("7: an announcement whose data is %s is reported, and so is the payload behind it", async (_what, data) => {
    const peer = await server.inStep();
    peer.sends({ type: "_BIN_META", data }, Uint8Array.of(1), GET);
    expect([await peer.hears(), server.reported()]).toEqual([[notes()], ["FrameError", "FrameError"]]);
  });

  it("7: an announcement is still waited for when an invalid frame comes between", async () => {
    const peer = await server.inStep();
    peer.sends(take("f"), "{", Uint8Array.of(1));
    expect([await peer.hears(), server.reported()]).toEqual([[taken("f:1")], ["FrameError"]]);
  });
});

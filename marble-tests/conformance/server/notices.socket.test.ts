import { expect, it } from "@jest/globals";
import { toastEvent } from "ws-sync-rx";
import { call, GET, inBothFlavours, notes } from "./flavours.ts";

// PROTOCOL.md, "_TOAST", "_DOWNLOAD", "_DISCONNECT", "Other events"; part A, section 3.

inBothFlavours("toasts, downloads, farewells and other events", (server) => {
  it.each(["default", "message", "info", "success", "warning", "error"])(
    "_TOAST (3): type and message, of type %s",
    async (kind) => {
      const peer = await server.inStep();
      peer.sends(call("SAY", { message: "hi", kind }));
      expect(await peer.hears()).toEqual([`{"type":"_TOAST","data":{"type":"${kind}","message":"hi"}}`]);
    },
  );

  it("_TOAST (3): is of type default unless it says another", async () => {
    const peer = await server.inStep();
    peer.sends(call("SAY", { message: "hi" }));
    expect(await peer.hears()).toEqual(['{"type":"_TOAST","data":{"type":"default","message":"hi"}}']);
  });

  it("_DOWNLOAD (3): filename, and data in base64", async () => {
    const peer = await server.inStep();
    peer.sends(call("SAVE", { filename: "a.txt", text: "hello ✓" }));
    expect(await peer.hears()).toEqual(['{"type":"_DOWNLOAD","data":{"filename":"a.txt","data":"aGVsbG8g4pyT"}}']);
  });

  it("_DISCONNECT (3): says why, then the line is closed with 1000 and no reason; the session stays", async () => {
    const peer = await server.inStep();
    peer.sends(call("ADD", { note: "kept" }));
    await peer.hears();
    peer.sends(call("KICK", { message: "enough" }));
    expect(await peer.take(2)).toEqual(['{"type":"_DISCONNECT","data":"enough"}', "close 1000"]);
    const again = await server.peer(new URL(peer.socket.url).pathname);
    expect((await again.hears())[0]).toBe(notes({ notes: ["kept"] }));
  });

  it.each(["_TOAST", "_DOWNLOAD", "_DISCONNECT", "_USER_SESSION", "_REQUEST_USER_SESSION"])(
    "%s (3): from a client is ignored",
    async (type) => {
      const peer = await server.inStep();
      peer.sends({ type, data: { type: "info", message: "x", user: "u", session: "s" } }, { type }, GET);
      expect([await peer.hears(), server.reported()]).toEqual([[notes()], []]);
    },
  );

  it("any other event (3): the application's own goes both ways", async () => {
    const peer = await server.inStep();
    const { session } = server.room();
    session.on("PING").subscribe(({ data }) => session.next({ type: "PONG", data }));
    peer.sends({ type: "PING", data: [1, null] }, '{"type":"PING"}');
    expect(await peer.hears()).toEqual(['{"type":"PONG","data":[1,null]}', '{"type":"PONG"}']);
  });

  it("4.4: a toast without a line is dropped, and not sent later", async () => {
    const peer = await server.inStep();
    const { session } = server.room();
    const room = await server.leaves(peer);
    session.next(toastEvent("to nobody"));
    const again = await server.peer(room);
    expect((await again.hears()).filter((frame) => frame.includes("_TOAST"))).toEqual([]);
  });
});

import { expect, it } from "@jest/globals";
import { call, GET, inBothFlavours, INIT, notes, start } from "./flavours.ts";

// PROTOCOL.md, "Takeover", "Loss and return"; part A, sections 4.3, 4.4.

const REPLACED = '{"type":"_DISCONNECT","data":"This session was opened somewhere else."}';

inBothFlavours("takeover and return", (server) => {
  it("4.3: the older line gets _DISCONNECT and close 1000, the newer one the states, which are kept", async () => {
    const room = server.newRoom();
    const old = await server.inStep(room);
    old.sends(call("ADD", { note: "A" }));
    await old.hears();
    const young = await server.peer(room);
    expect(await young.hears()).toEqual([notes({ notes: ["A"] }), INIT[1]]);
    expect(await old.take(2)).toEqual([REPLACED, "close 1000"]);
  });

  it("4.3: what the older line still sends concerns nobody", async () => {
    const room = server.newRoom();
    const old = await server.inStep(room);
    old.socket.pause();
    const young = await server.inStep(room);
    old.sends(call("ADD", { note: "late" }));
    old.socket.resume();
    expect(await old.take(2)).toEqual([REPLACED, "close 1000"]);
    young.sends(GET);
    expect(await young.hears()).toEqual([notes()]);
  });

  it("4.3: the older line's end never closes the newer one", async () => {
    const room = server.newRoom();
    const lines = [await server.inStep(room)];
    for (let count = 0; count < 5; count += 1) lines.push(await server.inStep(room));
    const last = lines.pop();
    for (const line of lines) expect(await line.take(2)).toEqual([REPLACED, "close 1000"]);
    last?.sends(GET);
    expect(await last?.hears()).toEqual([notes()]);
  });

  it("4.3: who was taken over may take over in turn", async () => {
    const room = server.newRoom();
    const old = await server.inStep(room);
    const young = await server.inStep(room);
    await old.take(2);
    const again = await server.peer(room);
    expect(await again.hears()).toEqual(INIT);
    expect(await young.take(2)).toEqual([REPLACED, "close 1000"]);
  });

  it("4.4: a session goes on without a line, its tasks too", async () => {
    const peer = await server.inStep();
    peer.sends(start("WAIT"));
    await peer.hears();
    const room = await server.leaves(peer);
    expect(server.room(room).session.status.phase).toBe("offline");
    expect((await (await server.peer(room)).hears())[0]).toContain('"running_tasks":["WAIT"]');
  });

  it.each([1000, 1001, undefined])(
    "2.1: a close of the client with %p is answered, and ends the line alone",
    async (code) => {
      const peer = await server.inStep();
      peer.socket.close(code);
      expect(await peer.next()).toMatch(/^close (1000|1001|1005)$/);
      const again = await server.peer(new URL(peer.socket.url).pathname);
      expect(await again.hears()).toEqual(INIT);
    },
  );
});

inBothFlavours("a server that stops", (server) => {
  it("2.1, 4.4: every line is closed with 1012; what comes back finds fresh states", async () => {
    const room = server.newRoom();
    const peer = await server.inStep(room);
    peer.sends(call("ADD", { note: "gone" }));
    await peer.hears();
    server.stop();
    expect(await peer.next()).toBe("close 1012 the server stops");
    await server.start();
    expect(await (await server.peer(room)).hears()).toEqual(INIT);
  });
});

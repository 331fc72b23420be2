import { describe, expect, it } from "@jest/globals";
import { ANSWER, ASK, GET, INITIAL, inStep, SET, TRUTH } from "./in-step.ts";
import { type OpenServer } from "./scripted-server.ts";

/** What breaks: frames and lines. */
export function lineContract(open: OpenServer): void {
  describe("malformed frames (8, Q16)", () => {
    it.each([
      '{"type":"_SET:NOTES","data":NaN}',
      '{"type":"_SET:NOTES","data":Infinity}',
      "{",
      "",
      "null",
      "5",
      '"a"',
      "[]",
      "{}",
      '{"type":5}',
    ])("%j is dropped, connection and state are kept, and the state is asked for", async (frame) => {
      const { server, notes, errors } = await inStep(open);
      await server.sends(frame, frame);
      expect(notes.value).toEqual(TRUTH);
      expect(await server.hears()).toEqual([`#1 ${GET}`]);
      expect(errors.map(({ name }) => name)).toEqual(["FrameError", "FrameError"]);
      await server.sends({ ...SET, data: INITIAL });
      expect(notes.value).toEqual(INITIAL);
    });
  });

  describe("_DISCONNECT and takeover (3, 4.3, Q18)", () => {
    it("closes, and does not come back", async () => {
      const { server } = await inStep(open);
      await server.sends({ type: "_DISCONNECT", data: "Opened elsewhere." });
      await server.closes(1000);
      await server.waits(600_000);
      expect(await server.hears()).toEqual(["#1 close 1000"]);
      expect(server.session.status).toEqual({ phase: "ended", reason: "Opened elsewhere." });
    });

    it("may have no sentence", async () => {
      const { server } = await inStep(open);
      await server.sends({ type: "_DISCONNECT", data: null });
      await server.waits(600_000);
      expect(await server.hears()).toEqual(["#1 close 1000"]);
      expect(server.session.status.phase).toBe("ended");
    });

    it("is over when the client is told to connect; it takes over in turn, as who it was", async () => {
      const { server, notes } = await inStep(open);
      await server.sends({ type: "_DISCONNECT", data: "Opened elsewhere." });
      await server.waits(60_000);
      server.connect();
      await server.accepts();
      await server.sends(ASK, { ...SET, data: INITIAL });
      expect(await server.hears()).toEqual(["#1 close 1000", "#2 open", `#2 ${ANSWER}`]);
      expect(notes.value).toEqual(INITIAL);
      expect(server.session.status).toEqual({ phase: "live" });
      await server.closes(1000);
      await server.waits(250);
      expect(await server.hears()).toEqual(["#3 open"]);
    });
  });

  describe("loss and reconnect (2.1, 4.4, Q18)", () => {
    it.each([1000, 1005, 1006, 1011, 4000, 4401])("comes back after a close with %i, in 250 ms", async (code) => {
      const { server } = await inStep(open);
      await server.closes(code);
      await server.waits(249);
      expect(await server.hears()).toEqual([]);
      await server.waits(1);
      expect(await server.hears()).toEqual(["#2 open"]);
    });

    it.each([1001, 1002, 1007, 1008, 1009, 1012, 1013])(
      "comes back after a close with %i, when its reason may be over",
      async (code) => {
        const { server } = await inStep(open);
        await server.closes(code);
        await server.waits(9_000);
        expect(await server.hears()).toEqual(["#2 open"]);
      },
    );

    it("waits twice as long after each failure, refused connections included; a server that accepts and closes counts as one (kinder)", async () => {
      const { server } = await inStep(open);
      await server.closes(1006);
      for (const delay of [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
        await server.waits(delay - 1);
        expect(await server.hears()).toEqual([]);
        await server.waits(1);
        expect(await server.hears()).toHaveLength(1);
        if (delay === 1_000) await server.accepts();
        await server.closes(1006);
      }
    });

    it("starts over after a line that lived for 10 s", async () => {
      const { server } = await inStep(open);
      await server.closes(1006);
      await server.waits(250);
      await server.closes(1006);
      await server.waits(500);
      await server.accepts();
      await server.sends(SET);
      await server.waits(10_000);
      await server.closes(1006);
      await server.hears();
      await server.waits(250);
      expect(await server.hears()).toEqual(["#4 open"]);
    });

    it("keeps showing its state, which stays editable", async () => {
      const { server, notes } = await inStep(open);
      await server.closes(1006);
      expect(notes.value).toEqual(TRUTH);
      notes.set({ title: "local" });
      expect(notes.value.title).toBe("local");
    });

    it("shows the server's whole state after it has come back", async () => {
      const { server, notes } = await inStep(open);
      await server.closes(1006);
      notes.set({ title: "local" });
      await server.waits(250);
      await server.accepts();
      await server.sends(ASK, { ...SET, data: INITIAL });
      expect(notes.value).toEqual(INITIAL);
      expect(await server.hears()).toEqual(["#2 open", `#2 ${ANSWER}`]);
    });

    it("stays away once the client is told to disconnect", async () => {
      const { server } = await inStep(open);
      server.disconnect();
      await server.waits(60_000);
      expect(await server.hears()).toEqual(["#1 close 1000"]);
    });
  });
}

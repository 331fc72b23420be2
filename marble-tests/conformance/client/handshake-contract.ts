import { describe, expect, it } from "@jest/globals";
import { ANSWER, ASK, following, GET, INITIAL, inStep, SET, TRUTH } from "./in-step.ts";
import { MemoryStorage, type OpenServer } from "./scripted-server.ts";

/** Who speaks first, and what an event looks like. */
export function handshakeContract(open: OpenServer): void {
  describe("envelope (2.3)", () => {
    it("ignores members beside type and data", async () => {
      const { server, notes } = await inStep(open);
      await server.sends({ ...SET, data: INITIAL, id: 7, v: 1 });
      expect(notes.value).toEqual(INITIAL);
    });

    it("takes missing data for null", async () => {
      const { server } = await inStep(open);
      const seen: unknown[] = [];
      server.session.on("APP").subscribe(({ data }) => seen.push(data));
      await server.sends('{"type":"APP"}');
      expect(seen).toEqual([undefined]);
    });

    it("writes exactly these two members", async () => {
      const { server, notes } = await inStep(open);
      notes.fetch();
      void notes.write({ title: "b" });
      expect(await server.hears()).toEqual([
        `#1 ${GET}`,
        '#1 {"type":"_PATCH:NOTES","data":[{"op":"replace","path":"/title","value":"b"}]}',
      ]);
    });
  });

  describe("_REQUEST_USER_SESSION (3, 4.2, Q17)", () => {
    it("is answered at once, with the ids of this browser and this tab, and the answer is the first frame", async () => {
      const { server } = await following(open);
      await server.accepts();
      await server.sends(ASK);
      expect(await server.hears()).toEqual(["#1 open", `#1 ${ANSWER}`]);
    });

    it("is answered every time, also late, with the same ids", async () => {
      const { server } = await following(open);
      await server.accepts();
      await server.sends(ASK, ASK, SET);
      await server.waits(60_000);
      await server.sends(ASK);
      expect(await server.hears()).toEqual(["#1 open", ...[1, 2, 3].map(() => `#1 ${ANSWER}`)]);
    });

    it("is answered whatever its data is", async () => {
      const { server } = await following(open);
      await server.accepts();
      await server.sends({ type: "_REQUEST_USER_SESSION", data: null }, { type: "_REQUEST_USER_SESSION", data: {} });
      expect(await server.hears()).toEqual(["#1 open", `#1 ${ANSWER}`, `#1 ${ANSWER}`]);
    });

    it("is ignored by a client that has no ids to tell", async () => {
      const server = await open({ handshake: false });
      await server.accepts();
      await server.sends(ASK);
      await server.waits(5_000);
      expect(await server.hears()).toEqual(["#1 open"]);
      expect(server.session.status.phase).toBe("live");
    });

    it("is answered with the same ids on every line of the first visit, also where nothing can be stored", async () => {
      const full = {
        getItem: () => null,
        setItem: () => {
          throw new Error("QuotaExceededError");
        },
      };
      const server = await open({ local: full, tab: full });
      const answers: unknown[] = [];
      for (let line = 1; line <= 3; line += 1) {
        await server.accepts();
        await server.sends(ASK);
        const [, answer] = await server.hears();
        await server.closes(1006);
        await server.waits(5_000);
        answers.push(answer?.slice(3));
      }
      expect(answers[0]).toContain('"_USER_SESSION"');
      expect(new Set(answers).size).toBe(1);
    });

    it("stores both ids JSON-encoded, reads them after a reload, and gives another tab a session of its own", async () => {
      const [local, tab] = [new MemoryStorage(), new MemoryStorage()];
      const first = await open({ local, tab });
      await first.accepts();
      await first.sends(ASK);
      expect([...local.items, ...tab.items]).toEqual([
        ["_USER_ID", '"id-1"'],
        ["_SESSION_ID", '"id-2"'],
      ]);
      const reloaded = await open({ local, tab });
      await reloaded.accepts();
      await reloaded.sends(ASK);
      expect(await reloaded.hears()).toEqual(["#1 open", `#1 ${ANSWER}`]);
      const other = await open({ local });
      await other.accepts();
      await other.sends(ASK);
      expect((await other.hears())[1]).toContain('{"user":"id-1","session":"id-1"}');
    });

    it("is asked again after a refusal, which is a close 1000", async () => {
      const { server } = await following(open);
      await server.accepts();
      await server.sends(ASK);
      await server.closes(1000);
      await server.waits(250);
      await server.accepts();
      await server.sends(ASK);
      expect(await server.hears()).toEqual(["#1 open", `#1 ${ANSWER}`, "#2 open", `#2 ${ANSWER}`]);
    });

    it("needs no acknowledgement: the next frames are the states", async () => {
      const { server, notes } = await following(open);
      await server.accepts();
      await server.sends(ASK, SET);
      expect(notes.value).toEqual(TRUTH);
    });
  });

  describe("_USER_SESSION first (Q22)", () => {
    it("holds an early _GET back until the question has been answered", async () => {
      const { server, notes } = await following(open);
      await server.accepts();
      notes.fetch();
      void notes.write({ title: "typed early" });
      expect(await server.hears()).toEqual(["#1 open"]);
      await server.sends(ASK);
      expect(await server.hears()).toEqual([`#1 ${ANSWER}`, `#1 ${GET}`]);
    });
  });

  describe("connecting (4.1)", () => {
    it("sends nothing by itself on open", async () => {
      const { server } = await following(open);
      await server.accepts();
      await server.waits(999);
      expect(await server.hears()).toEqual(["#1 open"]);
    });

    it("shows its initial state until _SET comes", async () => {
      const { server, notes } = await following(open);
      await server.accepts();
      expect(notes.value).toBe(INITIAL);
      await server.sends(SET);
      expect(notes.value).toEqual(TRUTH);
    });

    it("asks for an object that is not sent on init, a second after every connect (kinder; 4.4)", async () => {
      const { server } = await following(open);
      await server.accepts();
      await server.sends(ASK);
      await server.waits(1_000);
      expect(await server.hears()).toEqual(["#1 open", `#1 ${ANSWER}`, `#1 ${GET}`]);
      await server.sends(SET);
      await server.closes(1006);
      await server.waits(250);
      await server.accepts();
      await server.sends(ASK);
      await server.waits(1_000);
      expect(await server.hears()).toEqual(["#2 open", `#2 ${ANSWER}`, `#2 ${GET}`]);
    });
  });
}

import { describe, expect, it } from "@jest/globals";
import { synced } from "ws-sync-rx";
import {
  ANSWER,
  ASK,
  following,
  GET,
  INITIAL,
  inStep,
  type Notes,
  patch,
  replaceTitle,
  SET,
  TRUTH,
} from "./in-step.ts";
import { type OpenServer } from "./scripted-server.ts";

/** States that come in, and writes that go out. */
export function stateContract(open: OpenServer): void {
  describe("_SET (3, Q15)", () => {
    it("replaces the local state entirely: missing members vanish, extra ones appear", async () => {
      const { server, notes } = await inStep(open);
      await server.sends('{"type":"_SET:NOTES","data":{"notes":[],"extra":1}}');
      expect(notes.value).toEqual({ notes: [], extra: 1 });
      expect(await server.hears()).toEqual([]);
    });

    it("wipes what was changed here only", async () => {
      const { server, notes } = await inStep(open);
      notes.set({ title: "local" });
      await server.sends(SET);
      expect(notes.value).toEqual(TRUTH);
      expect(await server.hears()).toEqual([]);
    });

    it("makes the state null when it says so", async () => {
      const { server, notes } = await inStep(open);
      await server.sends({ ...SET, data: null });
      expect(notes.value).toBeNull();
    });

    it("is the answer to the server's _GET: the present state, not the initial one", async () => {
      const { server, notes } = await inStep(open);
      notes.set({ title: "local" });
      await server.sends('{"type":"_GET:NOTES"}', '{"type":"_GET:NOTES","data":null}', GET);
      const answer = '#1 {"type":"_SET:NOTES","data":{"title":"local","notes":["one","two"]}}';
      expect(await server.hears()).toEqual([answer, answer, answer]);
    });

    it("is accepted unasked, at any time, for any key", async () => {
      const { server, notes } = await inStep(open);
      await server.sends({ type: "_SET:a/b:c", data: 1 }, { ...SET, data: INITIAL });
      expect(notes.value).toEqual(INITIAL);
      expect(synced(server.session, "a/b:c", 0).value).toBe(0);
    });
  });

  describe("_PATCH from the server (3, 5.3, Q13, Q14)", () => {
    it("is applied in order to a clone", async () => {
      const { server, notes } = await inStep(open);
      const before = notes.value;
      await server.sends(
        patch(
          { op: "remove", path: "/notes/0" },
          { op: "add", path: "/notes/0", value: "zero" },
          { op: "add", path: "/notes/-", value: "three" },
        ),
      );
      expect(notes.value.notes).toEqual(["zero", "two", "three"]);
      expect(before).toEqual(TRUTH);
    });

    it("may move a value between unrelated members, and edit lists by position", async () => {
      const { server, notes } = await inStep(open);
      await server.sends(
        patch({ op: "move", from: "/notes/0", path: "/title" }, { op: "replace", path: "/notes/0", value: "x" }),
      );
      expect(notes.value).toEqual({ title: "one", notes: ["x"] });
    });

    it("has escaped pointers, and the empty name as a slash at the end", async () => {
      const { server } = await inStep(open);
      const tree = synced<object>(server.session, "TREE", {});
      tree.subscribe();
      await server.sends(
        { type: "_SET:TREE", data: { t: {} } },
        {
          type: "_PATCH:TREE",
          data: [
            { op: "add", path: "/t/a~1b", value: 1 },
            { op: "add", path: "/t/m~0n", value: 2 },
            { op: "add", path: "/t/", value: 3 },
          ],
        },
      );
      expect(tree.value).toEqual({ t: { "a/b": 1, "m~n": 2, "": 3 } });
    });

    it("may come before any _SET: it is tried on the initial state", async () => {
      const { server, notes } = await following(open);
      await server.accepts();
      await server.sends(patch(replaceTitle("early")));
      expect(notes.value).toEqual({ ...INITIAL, title: "early" });
    });

    it.each<[string, unknown]>([
      ["a test that fails", [{ op: "test", path: "/title", value: "no" }, replaceTitle("x")]],
      ["a missing parent", [{ op: "add", path: "/no/such", value: 1 }]],
      ["a missing member replaced", [{ op: "replace", path: "/no", value: 1 }]],
      ["a missing member removed", [{ op: "remove", path: "/no" }]],
      ["an index beyond the end", [{ op: "add", path: "/notes/9", value: 1 }]],
      ["the length of a list", [{ op: "replace", path: "/notes/length", value: 0 }]],
      ["__proto__", [{ op: "add", path: "/__proto__/x", value: 1 }]],
      ["constructor", [{ op: "add", path: "/constructor/prototype/x", value: 1 }]],
      ["an unknown op", [{ op: "jump", path: "/title" }]],
      ["a missing value", [{ op: "replace", path: "/title" }]],
      ["good operations before a bad one", [replaceTitle("x"), { op: "remove", path: "/no" }]],
      ["no list", { op: "replace" }],
      ["a text", "[]"],
      ["null", null],
    ])("with %s changes nothing, throws nowhere, and is followed by one _GET (kinder)", async (_name, data) => {
      const { server, notes, errors } = await inStep(open);
      await server.sends({ type: "_PATCH:NOTES", data }, { type: "_PATCH:NOTES", data });
      expect(notes.value).toEqual(TRUTH);
      expect(await server.hears()).toEqual([`#1 ${GET}`]);
      expect(errors).toHaveLength(1);
      await server.sends({ ...SET, data: INITIAL });
      expect(notes.value).toEqual(INITIAL);
      expect(({} as { readonly x?: unknown }).x).toBeUndefined();
    });

    it("replaces the whole state at the path of the root", async () => {
      const { server, notes } = await inStep(open);
      await server.sends(patch({ op: "replace", path: "", value: INITIAL }));
      expect(notes.value).toEqual(INITIAL);
    });
  });

  describe("writes (8, Q19, Q20, Q21, Q23)", () => {
    it("setX sends nothing", async () => {
      const { server, notes } = await inStep(open);
      notes.set({ title: "b" });
      expect(notes.value.title).toBe("b");
      expect(await server.hears()).toEqual([]);
    });

    it("syncX sends one frame per call, of one replace", async () => {
      const { server, notes } = await inStep(open);
      void notes.write({ title: "b" });
      void notes.write({ title: "bc" });
      expect(await server.hears()).toEqual(
        ["b", "bc"].map(
          (title) => `#1 {"type":"_PATCH:NOTES","data":[{"op":"replace","path":"/title","value":"${title}"}]}`,
        ),
      );
    });

    it("escape their pointers and never send an operation without value", async () => {
      const { server } = await inStep(open);
      const tree = synced<Readonly<Record<string, unknown>>>(server.session, "TREE", {});
      tree.subscribe();
      await server.sends({ type: "_SET:TREE", data: { "a/b": 1, "m~n": 1, "": 1, x: 1 } });
      await server.hears();
      void tree.write({ "a/b": 2 });
      void tree.write({ "m~n": 2 });
      void tree.write({ "": 2 });
      void tree.write({ x: undefined });
      void tree.write({ y: undefined });
      expect((await server.hears()).map((frame) => frame.replace('#1 {"type":"_PATCH:TREE","data":', ""))).toEqual([
        '[{"op":"replace","path":"/a~1b","value":2}]}',
        '[{"op":"replace","path":"/m~0n","value":2}]}',
        '[{"op":"replace","path":"/","value":2}]}',
        '[{"op":"remove","path":"/x"}]}',
      ]);
    });

    it("expect no echo: a value that the server refuses in silence stays until its next word", async () => {
      const { server, notes } = await inStep(open);
      void notes.write({ title: "wrong" });
      await server.waits(10_000);
      expect(notes.value.title).toBe("wrong");
      await server.sends(patch(replaceTitle("a")));
      expect(notes.value).toEqual(TRUTH);
    });

    it("made while there is no line change the copy, are sent after the next _SET, and as a patch on it (kinder)", async () => {
      const { server, notes } = await inStep(open);
      await server.closes(1006);
      void notes.write((state: Notes) => ({ ...state, notes: [...state.notes, "offline"] }));
      expect(notes.value.notes).toEqual(["one", "two", "offline"]);
      await server.waits(250);
      await server.accepts();
      await server.sends(ASK);
      expect(await server.hears()).toEqual(["#2 open", `#2 ${ANSWER}`]);
      await server.sends({ ...SET, data: INITIAL });
      expect(await server.hears()).toEqual([
        '#2 {"type":"_PATCH:NOTES","data":[{"op":"add","path":"/notes/0","value":"offline"}]}',
      ]);
      expect(notes.value.notes).toEqual(["offline"]);
    });

    it("do not send again what was sent on a line that is gone", async () => {
      const { server, notes } = await inStep(open);
      void notes.write({ title: "sent" });
      await server.closes(1006);
      await server.waits(250);
      await server.accepts();
      await server.hears();
      await server.sends(SET);
      await server.waits(5_000);
      expect(await server.hears()).toEqual([]);
      expect(notes.value).toEqual(TRUTH);
    });
  });
}

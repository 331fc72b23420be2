import { describe, expect, it } from "@jest/globals";
import { action, actions, downloads, task, toasts } from "ws-sync-rx";
import { INITIAL, inStep, SET, TRUTH } from "./in-step.ts";
import { type OpenServer } from "./scripted-server.ts";

/** Calls, tasks, notices and payloads. */
export function callsContract(open: OpenServer): void {
  describe("_ACTION (3, 6.1, Q9)", () => {
    const called = async (data: unknown) => {
      const client = await inStep(open);
      const calls: unknown[] = [];
      const handlers = { show: (args: object) => calls.push(args) };
      client.server.session.run((session) => session.pipe(actions("NOTES", handlers))).subscribe();
      await client.server.sends({ type: "_ACTION:NOTES", data });
      return { ...client, calls };
    };

    it("to the server is an object of named arguments and the type", async () => {
      const { server } = await inStep(open);
      action(server.session, "NOTES", "ADD", { note: "n", gone: undefined }).subscribe();
      action(server.session, "NOTES", "CLEAR", {}).subscribe();
      expect(await server.hears()).toEqual([
        '#1 {"type":"_ACTION:NOTES","data":{"note":"n","type":"ADD"}}',
        '#1 {"type":"_ACTION:NOTES","data":{"type":"CLEAR"}}',
      ]);
    });

    it("waits for the next line while there is none (kinder: it was dropped), or fails where that is asked for", async () => {
      const { server } = await inStep(open);
      const failed: unknown[] = [];
      const error = (reason: unknown): unknown => failed.push(reason);
      await server.closes(1006);
      action(server.session, "NOTES", "ADD", { note: "later" }).subscribe({ error });
      action(server.session, "NOTES", "ADD", { note: "never" }, { offline: "fail" }).subscribe({ error });
      expect(failed).toEqual([expect.any(Error)]);
      await server.waits(250);
      await server.accepts();
      expect(await server.hears()).toEqual(["#2 open"]);
      await server.sends(SET);
      expect(await server.hears()).toEqual(['#2 {"type":"_ACTION:NOTES","data":{"note":"later","type":"ADD"}}']);
    });

    it("from the server runs the exposed function of that name", async () => {
      expect((await called({ type: "show", id: 1, data: 2 })).calls).toEqual([{ id: 1, data: 2 }]);
    });

    it.each(["unknown", "constructor", "__proto__", "toString", "_SET:NOTES", "_PATCH:NOTES"])(
      "from the server with the inner type %s calls nothing and changes no state",
      async (type) => {
        const { calls, errors, notes } = await called({ type, data: { title: "x" } });
        expect([calls, errors]).toEqual([[], []]);
        expect(notes.value).toEqual(TRUTH);
      },
    );

    it.each([[null], ["show"], [{}], [{ type: 1 }]])(
      "from the server that is %j is reported, and all goes on",
      async (data) => {
        const { calls, errors, server } = await called(data);
        expect(calls).toEqual([]);
        expect(errors).toHaveLength(1);
        await server.sends({ type: "_ACTION:NOTES", data: { type: "show" } });
        expect(calls).toEqual([{}]);
        expect(await server.hears()).toEqual([]);
      },
    );
  });

  describe("_TASK_START and _TASK_CANCEL (3, 6.2)", () => {
    it("are an object of named arguments and the type, and the type alone", async () => {
      const { server } = await inStep(open);
      const running = task(server.session, "CAMEL", "FAST_FORWARD", { steps: 50, delay: 0.05 }).subscribe();
      running.unsubscribe();
      expect(await server.hears()).toEqual([
        '#1 {"type":"_TASK_START:CAMEL","data":{"steps":50,"delay":0.05,"type":"FAST_FORWARD"}}',
        '#1 {"type":"_TASK_CANCEL:CAMEL","data":{"type":"FAST_FORWARD"}}',
      ]);
    });
  });

  describe("_TOAST, _DOWNLOAD and other events (3)", () => {
    it("a toast of unknown or missing type is of type default", async () => {
      const { server } = await inStep(open);
      const seen: unknown[] = [];
      toasts(server.session).subscribe((toast) => seen.push(toast));
      const data = [{ type: "success", message: "a" }, { type: "shout", message: "b" }, { message: "c" }];
      await server.sends(...data.map((each) => ({ type: "_TOAST", data: each })));
      expect(seen).toEqual([
        { type: "success", message: "a" },
        { type: "default", message: "b" },
        { type: "default", message: "c" },
      ]);
    });

    it("a download is base64, and is handed over as a file", async () => {
      const { server } = await inStep(open);
      const seen: unknown[] = [];
      downloads(server.session).subscribe(({ filename, bytes }) =>
        seen.push([filename, new TextDecoder().decode(bytes)]),
      );
      await server.sends('{"type":"_DOWNLOAD","data":{"filename":"a.txt","data":"aGVsbG8g4pyT"}}');
      expect(seen).toEqual([["a.txt", "hello ✓"]]);
    });

    it.each(["APP", "_NEW", "toString", "__proto__", "constructor", "", "_SET", "_PATCH:", "_USER_SESSION"])(
      "an event %j that nobody listens to is ignored, and the line kept",
      async (type) => {
        const { server, notes, errors } = await inStep(open);
        await server.sends({ type, data: { title: "x" } }, { type });
        expect([notes.value, errors, await server.hears()]).toEqual([TRUTH, [], []]);
      },
    );
  });

  describe("binary events (7)", () => {
    const META = { type: "_BIN_META", data: { type: "_ACTION:NOTES", metadata: { type: "BLOB", name: "e", size: 3 } } };
    const receiving = async () => {
      const client = await inStep(open);
      const calls: unknown[] = [];
      const BLOB = (args: object, { bytes }: { readonly bytes: Uint8Array | undefined }) => calls.push([args, bytes]);
      client.server.session.run((session) => session.pipe(actions("NOTES", { BLOB }))).subscribe();
      return { ...client, calls };
    };

    it("are sent as _BIN_META directly before the payload", async () => {
      const { server } = await inStep(open);
      action(server.session, "NOTES", "ECHO_BINARY", { name: "e" }, { bytes: Uint8Array.of(104, 105, 0) }).subscribe();
      action(server.session, "NOTES", "ECHO_BINARY", {}, { bytes: new Uint8Array() }).subscribe();
      expect(await server.hears()).toEqual([
        '#1 {"type":"_BIN_META","data":{"type":"_ACTION:NOTES","metadata":{"name":"e","type":"ECHO_BINARY"}}}',
        "#1 <686900>",
        '#1 {"type":"_BIN_META","data":{"type":"_ACTION:NOTES","metadata":{"type":"ECHO_BINARY"}}}',
        "#1 <>",
      ]);
    });

    it("are received with their metadata; an empty payload is valid", async () => {
      const { server, calls } = await receiving();
      await server.sends(META, Uint8Array.of(104), META, new Uint8Array());
      const args = { name: "e", size: 3 };
      expect(calls).toEqual([
        [args, Uint8Array.of(104)],
        [args, new Uint8Array()],
      ]);
    });

    it("let text frames pass between the two", async () => {
      const { server, calls, notes } = await receiving();
      await server.sends(META, { ...SET, data: INITIAL }, Uint8Array.of(1));
      expect(notes.value).toEqual(INITIAL);
      expect(calls).toHaveLength(1);
    });

    it("take a second announcement in place of the first", async () => {
      const { server, calls } = await receiving();
      await server.sends(
        META,
        { ...META, data: { type: "_ACTION:NOTES", metadata: { type: "BLOB", name: "second" } } },
        Uint8Array.of(1),
      );
      expect(calls).toEqual([[{ name: "second" }, Uint8Array.of(1)]]);
    });

    it("ignore a payload that nothing announced, and one for an event nobody listens to", async () => {
      const { server, calls, errors } = await receiving();
      await server.sends(
        Uint8Array.of(1),
        { ...META, data: { type: "NOBODY", metadata: {} } },
        Uint8Array.of(2),
        META,
        Uint8Array.of(3),
      );
      expect(calls).toHaveLength(1);
      expect(errors).toEqual([expect.objectContaining({ code: "BINARY_SEQUENCE" })]);
      expect(server.session.status.phase).toBe("live");
    });

    it("take metadata that is null for none", async () => {
      const { server } = await receiving();
      const seen: unknown[] = [];
      server.session.on("APP").subscribe(({ data, bytes }) => seen.push([data, bytes]));
      await server.sends({ type: "_BIN_META", data: { type: "APP", metadata: null } }, Uint8Array.of(1));
      expect(seen).toEqual([[{}, Uint8Array.of(1)]]);
    });
  });
}

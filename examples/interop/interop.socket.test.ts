import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { filter, firstValueFrom, Subject, type Subscription } from "rxjs";
import { UNSAFE_ORIGINAL_FRAME_LIMITS } from "ws-sync-rx";
import { fromServer } from "ws-sync-rx/server";
import { WebSocketServer } from "ws";
import { interopRoutes } from "./interop-routes.ts";
import { RawClient, type RawFrame } from "./raw-client.ts";

const set = (key: string, data: unknown): RawFrame => ({ type: `_SET:${key}`, data });
const patch = (key: string, ...data: readonly object[]): RawFrame => ({ type: `_PATCH:${key}`, data });
const replace = (path: string, value: unknown): object => ({ op: "replace", path, value });

const NOTES = { notes: [], title: "My Notes", total_length: 0 };
const NESTED = {
  flag: true,
  items: [
    { id: 1, tags: ["a"] },
    { id: 2, tags: [] },
  ],
  nothing: null,
  num: 1.5,
  tree: { left: { v: 1 }, right: null, "a/b": 1, "t~x": 2, "": 3 },
};
const INIT: readonly RawFrame[] = [
  set("NOTES", NOTES),
  set("NOTES_SIZE", { title: "My Notes", notes: [], size: 0 }),
  set("CAMEL", { currentDay: "monday", size: 0, longSnakeName: "x", runningTasks: [] }),
  set("FILTERED", { shown: 1, revealed: 3, running_tasks: [] }),
  set("THROTTLED", { ticks: 0, running_tasks: [] }),
  set("NESTED", NESTED),
];

describe("the interop server, on a real socket", () => {
  let server: Server;
  let sockets: WebSocketServer;
  let running: Subscription;
  let errors$: Subject<Error>;
  let base: string;
  let room = 0;
  let clients: RawClient[];

  const connect = (path: string): RawClient => {
    const client = new RawClient(base + path);
    clients.push(client);
    return client;
  };
  /** A client in a room of its own that has been sent the states. */
  const inRoom = async (): Promise<RawClient> => {
    const client = connect(`/room/${(room += 1)}`);
    await client.take(INIT.length);
    return client;
  };
  const nextError = (): Promise<Error> => firstValueFrom(errors$);

  beforeAll(async () => {
    server = createServer();
    sockets = new WebSocketServer({ server });
    errors$ = new Subject();
    running = interopRoutes(fromServer(sockets, { limits: UNSAFE_ORIGINAL_FRAME_LIMITS })).subscribe(errors$);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    clients = [];
  });
  afterEach(async () => {
    for (const { socket } of clients) socket.terminate();
    await Promise.all(clients.map(({ closed }) => closed));
  });
  afterAll(() => {
    running.unsubscribe();
    sockets.close();
    server.close();
  });

  describe("transcripts", () => {
    it("connect, lazy object, action", async () => {
      const client = connect("/room/transcript-connect");
      expect(await client.take(INIT.length)).toEqual(INIT);
      client.send("_GET:LAZY", {});
      expect(await client.next()).toEqual(set("LAZY", { value: 0 }));
      client.call("LAZY", "INC");
      expect(await client.next()).toEqual(patch("LAZY", replace("/value", 1)));
    });

    it("typing without answers, then fetch", async () => {
      const client = await inRoom();
      client.send("_PATCH:NOTES", [replace("/title", "ab")]);
      client.send("_PATCH:NOTES", [replace("/title", "abc")]);
      expect(await client.untilSet("NOTES")).toEqual([set("NOTES", { ...NOTES, title: "abc" })]);
    });

    it("a reducer that pushes, unshifts, syncs and delegates: derived members go with the next sync", async () => {
      const client = await inRoom();
      client.send("_PATCH:NOTES", [{ op: "add", path: "/notes/0", value: "one" }]);
      client.send("_PATCH:NOTES", [
        replace("/notes/0", "zero"),
        { op: "add", path: "/notes/1", value: "one" },
        { op: "add", path: "/notes/2", value: "two" },
      ]);
      client.send("_PATCH:NOTES", [replace("/title", "TD")]);
      client.call("NOTES", "ADD", { note: "del" });
      const { type, data } = (await client.next()) as { readonly type: string; readonly data: readonly object[] };
      expect(type).toBe("_PATCH:NOTES");
      expect(data).toHaveLength(2);
      expect(data).toContainEqual(replace("/total_length", 13));
      expect(data).toContainEqual({ op: "add", path: "/notes/3", value: "del" });
    });

    it("a task that is exposed and cancelled: the cancel handler and the list share one patch", async () => {
      const client = await inRoom();
      client.send("_TASK_START:CAMEL", { type: "FAST_FORWARD", steps: 50, delay: 10 });
      expect(await client.take(2)).toEqual([
        patch("CAMEL", { op: "add", path: "/runningTasks/0", value: "FAST_FORWARD" }),
        patch("CAMEL", replace("/size", 1)),
      ]);
      client.send("_TASK_CANCEL:CAMEL", { type: "FAST_FORWARD" });
      expect(await client.next()).toEqual(
        patch("CAMEL", replace("/currentDay", "stopped"), { op: "remove", path: "/runningTasks/0" }),
      );
    });

    it("binary both ways, toast, download", async () => {
      const client = await inRoom();
      client.send("_BIN_META", { type: "_ACTION:NOTES", metadata: { type: "ECHO_BINARY", name: "e" } });
      client.sendBytes(Buffer.from("686900", "hex"));
      expect(await client.take(2)).toEqual([
        { type: "_BIN_META", data: { type: "_ACTION:NOTES", metadata: { type: "BLOB", name: "e", size: 3 } } },
        { binary: "686900" },
      ]);
      client.call("NOTES", "RENAME_TOAST", { new_title: "tt" });
      expect(await client.take(2)).toEqual([
        patch("NOTES", replace("/title", "tt")),
        { type: "_TOAST", data: { type: "success", message: "renamed to tt" } },
      ]);
      client.call("NOTES", "RENAME_TOAST", { new_title: "tt" });
      expect(await client.next()).toEqual({ type: "_TOAST", data: { type: "success", message: "renamed to tt" } });
      client.call("NOTES", "DOWNLOAD", { filename: "a.txt", text: "hello ✓" });
      expect(await client.next()).toEqual({
        type: "_DOWNLOAD",
        data: { filename: "a.txt", data: "aGVsbG8g4pyT" },
      });
    });

    it("a write to a member that is read-only is put right at once", async () => {
      const client = await inRoom();
      client.send("_PATCH:NOTES_SIZE", [replace("/size", 99)]);
      expect(await client.next()).toEqual(set("NOTES_SIZE", { title: "My Notes", notes: [], size: 0 }));
      client.call("NOTES_SIZE", "RENAME", { new_title: "q" });
      expect(await client.next()).toEqual(patch("NOTES_SIZE", replace("/title", "q")));
    });

    it("a handler that fails is reported, and the line stays", async () => {
      const client = await inRoom();
      const error = nextError();
      client.call("NOTES", "BOOM");
      expect((await error).message).toContain("BOOM");
      client.call("NOTES", "ADD", { note: "after" });
      expect(await client.next()).toMatchObject({ type: "_PATCH:NOTES" });
    });

    it("takeover: the old line is dismissed, the new one gets the state", async () => {
      const old = await inRoom();
      old.call("NOTES", "ADD", { note: "A" });
      await old.next();
      const young = connect(`/room/${room}`);
      expect(await young.next()).toEqual(set("NOTES", { notes: ["A"], title: "My Notes", total_length: 1 }));
      expect(await old.next()).toMatchObject({ type: "_DISCONNECT" });
      expect(await old.closed).toBe(1000);
    });

    it("the handshake, and the same session after a drop", async () => {
      const ids = { user: "u-1", session: "s-1" };
      const first = connect("/auth");
      expect(await first.next()).toEqual({ type: "_REQUEST_USER_SESSION" });
      first.send("_USER_SESSION", ids);
      expect(await first.take(INIT.length)).toEqual(INIT);
      first.call("NOTES", "ADD", { note: "kept" });
      await first.next();
      first.socket.terminate();
      await first.closed;
      const second = connect("/auth");
      await second.next();
      second.send("_USER_SESSION", ids);
      expect(await second.next()).toMatchObject({ type: "_SET:NOTES", data: { notes: ["kept"] } });
    });
  });

  it("has one session for all at /ws", async () => {
    const first = await connect("/ws").open();
    expect(await first.take(INIT.length)).toEqual(INIT);
    first.call("LAZY", "INC");
    first.socket.terminate();
    await first.closed;
    const second = connect("/ws");
    await second.take(INIT.length);
    expect(await second.untilSet("LAZY")).toMatchObject([{ type: "_SET:LAZY" }]);
  });

  describe("tasks", () => {
    it("start and cancel in one burst is started, then cancelled", async () => {
      const client = await inRoom();
      client.send("_TASK_START:FILTERED", { type: "WAIT" });
      client.send("_TASK_CANCEL:FILTERED", { type: "WAIT" });
      const added = { op: "add", path: "/running_tasks/0", value: "WAIT" };
      const removed = { op: "remove", path: "/running_tasks/0" };
      expect(await client.take(2)).toEqual([patch("FILTERED", added), patch("FILTERED", removed)]);
      client.send("_TASK_START:FILTERED", { type: "WAIT", seconds: 0 });
      expect(await client.take(2)).toEqual([patch("FILTERED", added), patch("FILTERED", removed)]);
    });

    it("runs to its end, toasts, and leaves the list", async () => {
      const client = await inRoom();
      client.send("_TASK_START:CAMEL", { type: "FAST_FORWARD", steps: 1, delay: 0 });
      expect(await client.take(4)).toEqual([
        patch("CAMEL", { op: "add", path: "/runningTasks/0", value: "FAST_FORWARD" }),
        patch("CAMEL", replace("/size", 1)),
        { type: "_TOAST", data: { type: "success", message: "Fast forward complete!" } },
        patch("CAMEL", { op: "remove", path: "/runningTasks/0" }),
      ]);
    });

    it("fault 8: a task that fails is reported and leaves the list; a cancel handler runs", async () => {
      const client = await inRoom();
      const error = nextError();
      client.send("_TASK_START:CAMEL", { type: "FAIL" });
      expect(await client.take(2)).toEqual([
        patch("CAMEL", { op: "add", path: "/runningTasks/0", value: "FAIL" }),
        patch("CAMEL", { op: "remove", path: "/runningTasks/0" }),
      ]);
      expect((await error).message).toContain("This task fails.");

      client.send("_TASK_START:NOTES", { type: "COUNT", upto: 2, delay: 60 });
      await client.next();
      client.send("_TASK_CANCEL:NOTES", { type: "COUNT" });
      expect(await client.untilSet("NOTES")).toContainEqual(
        set("NOTES", { notes: ["n0", "cancelled"], title: "My Notes", total_length: 11 }),
      );
    });

    it("goes on while nobody is on the line", async () => {
      const client = await inRoom();
      client.send("_TASK_START:FILTERED", { type: "WAIT" });
      await client.next();
      client.socket.terminate();
      await client.closed;
      const again = connect(`/room/${room}`);
      expect((await again.take(INIT.length))[3]).toEqual(
        set("FILTERED", { shown: 1, revealed: 3, running_tasks: ["WAIT"] }),
      );
    });
  });

  it("fault 10: a throttle sends the first value and the last", async () => {
    const client = await inRoom();
    client.call("THROTTLED", "BURST", { n: 10, gap: 0.002, window: 0.05 });
    const seen: unknown[] = [];
    while (seen.at(-1) !== 10) {
      const frame = (await client.next()) as { readonly data: readonly { readonly value: unknown }[] };
      seen.push(frame.data[0]?.value);
    }
    expect(seen[0]).toBe(1);
    expect(seen.length).toBeLessThan(10);
  });

  it("fault 13: an action that takes its time blocks nothing", async () => {
    const client = await inRoom();
    client.call("THROTTLED", "BURST", { n: 2, gap: 60, window: 0 });
    await client.next();
    expect(await client.untilSet("LAZY")).toEqual([set("LAZY", { value: 0 })]);
  });

  it("UPLOAD, with an empty payload too, and ECHO_ACTION", async () => {
    const client = await inRoom();
    for (const hex of ["00ff10", ""]) {
      client.send("_BIN_META", { type: "_ACTION:NOTES", metadata: { type: "UPLOAD", name: "f" } });
      client.sendBytes(Buffer.from(hex, "hex"));
    }
    expect((await client.untilSet("NOTES")).at(-1)).toMatchObject({ data: { notes: ["f:3:00ff10", "f:0:"] } });
    client.call("NOTES", "ECHO_ACTION", { action: { type: "HELLO", deep: { a: [1] } } });
    expect(await client.next()).toEqual({ type: "_ACTION:NOTES", data: { type: "HELLO", deep: { a: [1] } } });
  });

  it("KICK says why, then closes with 1000", async () => {
    const client = await inRoom();
    client.call("NOTES", "KICK", { message: "enough" });
    expect(await client.next()).toEqual({ type: "_DISCONNECT", data: "enough" });
    expect(await client.closed).toBe(1000);
  });

  it("SILENT_RENAME goes with the next difference, and with a _GET", async () => {
    const client = await inRoom();
    client.call("NOTES", "SILENT_RENAME", { new_title: "s" });
    client.send("_PATCH:NOTES", [{ op: "add", path: "/notes/0", value: "n" }]);
    expect(await client.untilSet("NOTES")).toEqual([set("NOTES", { notes: ["n"], title: "s", total_length: 1 })]);
    client.call("NOTES", "SILENT_RENAME", { new_title: "s2" });
    client.call("NOTES", "ADD", { note: "m" });
    const { data } = (await client.next()) as { readonly data: readonly object[] };
    expect(data).toContainEqual(replace("/title", "s2"));
  });

  it.each([
    ["append", { items: [...NESTED.items, { id: 3, tags: ["x", "y"] }] }],
    ["pop_front", { items: [{ id: 2, tags: [] }] }],
    ["reverse", { items: [...NESTED.items].reverse() }],
    ["move", { tree: { right: null, "a/b": 1, "t~x": 2, "": 3, moved: { v: 1 } } }],
    ["copy", { tree: { ...NESTED.tree, copied: { v: 1 } } }],
    ["escape", { tree: { ...NESTED.tree, "a/b": 10, "t~x": 20, "": 30 } }],
    ["newkeys", { tree: { ...NESTED.tree, "c/d": 1, "e~f": 1 } }],
    ["clear", { items: [] }],
    [
      "deep",
      {
        items: [
          { id: 1, tags: ["a", "deep"] },
          { id: 2, tags: [] },
        ],
      },
    ],
    ["type", { tree: ["now", "a", "list"] }],
    ["scalar", { num: 2, flag: false, nothing: 0 }],
    ["unicode", { nothing: "héllo ✓ 😀 \u2028" }],
  ])("MUTATE %s is one patch, and leads to the right state", async (how, changes) => {
    const client = await inRoom();
    client.call("NESTED", "MUTATE", { how });
    const frames = await client.untilSet("NESTED");
    expect(frames).toHaveLength(2);
    expect(frames[0]).toMatchObject({ type: "_PATCH:NESTED" });
    expect(frames[1]).toEqual(set("NESTED", { ...NESTED, ...changes }));
  });

  describe("what a compatible peer must bear", () => {
    const titled = set("NOTES", { ...NOTES, title: "mine" });

    it.each<[string, (client: RawClient) => void]>([
      ["Q1 a path that is not escaped", (client) => client.send("_PATCH:NOTES", [replace("/tree/a/b", 1)])],
      ["Q1 a bad escape", (client) => client.send("_PATCH:NOTES", [replace("/m~n", 1)])],
      ["Q2 the root as /", (client) => client.send("_PATCH:NOTES", [replace("/", { title: "root" })])],
      ["Q5 an operation without a value", (client) => client.send("_PATCH:NOTES", [{ op: "replace", path: "/title" }])],
      ["Q6 an unknown member", (client) => client.send("_PATCH:NOTES", [{ op: "add", path: "/zz", value: 1 }])],
      ["Q6 a computed member", (client) => client.send("_PATCH:NOTES", [replace("/total_length", 9)])],
      ["Q6 a private member", (client) => client.send("_PATCH:NOTES", [{ op: "add", path: "/_private", value: 1 }])],
      ["a member that is removed", (client) => client.send("_PATCH:NOTES", [{ op: "remove", path: "/title" }])],
      ["a failing test", (client) => client.send("_PATCH:NOTES", [{ op: "test", path: "/title", value: 1 }])],
      ["an unknown operation", (client) => client.send("_PATCH:NOTES", [{ op: "zap", path: "/title" }])],
      ["half a patch", (client) => client.send("_PATCH:NOTES", [replace("/title", "half"), replace("/notes/7", 1)])],
      ["a value of another type", (client) => client.send("_PATCH:NOTES", [replace("/notes", 5)])],
      ["a patch that is no list", (client) => client.send("_PATCH:NOTES", { op: "replace" })],
      ["a patch that is null", (client) => client.send("_PATCH:NOTES", null)],
      ["a state that is null", (client) => client.send("_SET:NOTES", null)],
      ["a state of another type", (client) => client.send("_SET:NOTES", { title: 5, notes: ["x"] })],
      [
        "a state with another computed member",
        (client) => client.send("_SET:NOTES", { title: "mine", total_length: 9 }),
      ],
      ["a root without members", (client) => client.send("_PATCH:NOTES", [replace("", { title: "mine" })])],
    ])("%s: nothing of it is done, and a _SET tells the truth", async (_what, send) => {
      const client = await inRoom();
      client.send("_PATCH:NOTES", [replace("/title", "mine")]);
      send(client);
      expect(await client.next()).toEqual(titled);
      client.call("NOTES", "TOAST", { message: "still here" });
      expect(await client.next()).toMatchObject({ type: "_TOAST", data: { type: "default", message: "still here" } });
    });

    it("takes a whole state back as a client sends it, and a partial one", async () => {
      const client = await inRoom();
      client.send("_SET:NOTES", { notes: ["ab"], title: "t", total_length: 0 });
      client.send("_SET:CAMEL", { currentDay: "friday" });
      expect((await client.untilSet("NOTES")).at(-1)).toEqual(
        set("NOTES", { notes: ["ab"], title: "t", total_length: 2 }),
      );
      expect((await client.untilSet("CAMEL")).at(-1)).toMatchObject({
        data: { currentDay: "friday", longSnakeName: "x" },
      });
    });

    it("takes move, copy, - and a whole object at the root", async () => {
      const client = await inRoom();
      client.send("_PATCH:NESTED", [
        { op: "copy", from: "/tree/left", path: "/tree/copied" },
        { op: "move", from: "/tree/a~1b", path: "/tree/t~0x" },
        { op: "add", path: "/items/-", value: 3 },
      ]);
      const tree = { left: { v: 1 }, right: null, "t~x": 1, "": 3, copied: { v: 1 } };
      const changed = { ...NESTED, items: [...NESTED.items, 3], tree };
      expect(await client.untilSet("NESTED")).toEqual([set("NESTED", changed)]);
      client.send("_PATCH:NESTED", [replace("", { ...changed, num: 7 })]);
      expect(await client.untilSet("NESTED")).toEqual([set("NESTED", { ...changed, num: 7 })]);
    });

    it("Q8, Q9: unknown types, names of prototypes, missing data: ignored, or reported and nothing else", async () => {
      const client = await inRoom();
      for (const type of [
        "constructor",
        "__proto__",
        "toString",
        "_SET:a/b:c",
        "_TOAST",
        "_GET:NOBODY",
        "_USER_SESSION",
      ])
        client.send(type, {});
      client.send("_ACTION:NOTES");
      client.send("_ACTION:NOTES", "RENAME");
      client.send("_TASK_START:NOTES", null);
      for (const name of ["constructor", "__proto__", "rename", "UNKNOWN"]) client.call("NOTES", name);
      client.call("NOTES", "RENAME");
      client.sendText("{");
      client.sendBytes(Buffer.of(1));
      client.sendText(JSON.stringify({ type: "_GET:NOTES", more: 1 }));
      expect(await client.next()).toEqual(set("NOTES", NOTES));
    });

    it("takes a megabyte of text", async () => {
      const client = await inRoom();
      const title = "x".repeat(1_000_000);
      client.send("_PATCH:NOTES", [replace("/title", title)]);
      expect(await client.untilSet("NOTES")).toEqual([set("NOTES", { ...NOTES, title })]);
    });
  });

  it("nothing failed that was not meant to", async () => {
    const seen = firstValueFrom(errors$.pipe(filter(({ name }) => name !== "none")));
    const client = await inRoom();
    client.call("NOTES", "BOOM");
    expect((await seen).message).toBe("BOOM failed while it served _ACTION:NOTES: boom");
  });
});

import { describe, expect, it } from "@jest/globals";
import { INITIAL } from "./initial-states.ts";
import type { RawClient } from "./raw-client.ts";
import { replace, set } from "./raw-frames.ts";
import { ServingInterop } from "./serving-interop.ts";

// PROTOCOL.md, "What a server bears", where every kind of operation is taken.

describe("what a compatible peer must bear", () => {
  const server = new ServingInterop();
  const titled = set("NOTES", { ...INITIAL.NOTES, title: "mine" });

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
    ["a state with another computed member", (client) => client.send("_SET:NOTES", { title: "mine", total_length: 9 })],
    ["a root without members", (client) => client.send("_PATCH:NOTES", [replace("", { title: "mine" })])],
  ])("%s: nothing of it is done, and a _SET tells the truth", async (_what, send) => {
    const client = await server.inRoom();
    client.send("_PATCH:NOTES", [replace("/title", "mine")]);
    send(client);
    expect(await client.next()).toEqual(titled);
    client.call("NOTES", "TOAST", { message: "still here" });
    expect(await client.next()).toMatchObject({ type: "_TOAST", data: { type: "default", message: "still here" } });
  });

  it("takes a whole state back as a client sends it, and a partial one", async () => {
    const client = await server.inRoom();
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
    const client = await server.inRoom();
    client.send("_PATCH:NESTED", [
      { op: "copy", from: "/tree/left", path: "/tree/copied" },
      { op: "move", from: "/tree/a~1b", path: "/tree/t~0x" },
      { op: "add", path: "/items/-", value: 3 },
    ]);
    const tree = { left: { v: 1 }, right: null, "t~x": 1, "": 3, copied: { v: 1 } };
    const changed = { ...INITIAL.NESTED, items: [...INITIAL.NESTED.items, 3], tree };
    expect(await client.untilSet("NESTED")).toEqual([set("NESTED", changed)]);
    client.send("_PATCH:NESTED", [replace("", { ...changed, num: 7 })]);
    expect(await client.untilSet("NESTED")).toEqual([set("NESTED", { ...changed, num: 7 })]);
  });

  it("Q8, Q9: unknown types, names of prototypes, missing data: ignored, or reported and nothing else", async () => {
    const client = await server.inRoom();
    for (const type of ["constructor", "__proto__", "toString", "_SET:a/b:c", "_TOAST", "_GET:NOBODY", "_USER_SESSION"])
      client.send(type, {});
    client.send("_ACTION:NOTES");
    client.send("_ACTION:NOTES", "RENAME");
    client.send("_TASK_START:NOTES", null);
    for (const name of ["constructor", "__proto__", "rename", "UNKNOWN"]) client.call("NOTES", name);
    client.call("NOTES", "RENAME");
    client.sendText("{");
    client.sendBytes(Buffer.of(1));
    client.sendText(JSON.stringify({ type: "_GET:NOTES", more: 1 }));
    expect(await client.next()).toEqual(set("NOTES", INITIAL.NOTES));
  });

  it("takes a megabyte of text", async () => {
    const client = await server.inRoom();
    const title = "x".repeat(1_000_000);
    client.send("_PATCH:NOTES", [replace("/title", title)]);
    expect(await client.untilSet("NOTES")).toEqual([set("NOTES", { ...INITIAL.NOTES, title })]);
  });

  it("Q10: more than ten invalid frames in a minute end the line with 1008, and the room is as it was", async () => {
    const client = await server.inRoom();
    client.send("_PATCH:NOTES", [replace("/title", "kept")]);
    for (let count = 0; count < 11; count += 1) client.sendText("{");
    expect(await client.closed).toBe(1008);
    const again = server.connect(server.room);
    expect(await again.next()).toEqual(set("NOTES", { ...INITIAL.NOTES, title: "kept" }));
  });
});

import { describe, expect, it } from "@jest/globals";
import { filter, firstValueFrom } from "rxjs";
import { INITIAL, MUTATED } from "./initial-states.ts";
import type { RawFrame } from "./raw-client.ts";
import { patch, replace, set } from "./raw-frames.ts";
import { INIT_FRAMES, ServingInterop } from "./serving-interop.ts";

const INIT: readonly RawFrame[] = [
  set("NOTES", INITIAL.NOTES),
  set("NOTES_SIZE", INITIAL.NOTES_SIZE),
  set("CAMEL", INITIAL.CAMEL),
  set("FILTERED", INITIAL.FILTERED),
  set("THROTTLED", INITIAL.THROTTLED),
  set("NESTED", INITIAL.NESTED),
];

describe("the interop server, on a real socket", () => {
  const server = new ServingInterop();

  describe("transcripts", () => {
    it("connect, lazy object, action", async () => {
      const client = server.connect("/room/transcript-connect");
      expect(await client.take(INIT_FRAMES)).toEqual(INIT);
      client.send("_GET:LAZY", {});
      expect(await client.next()).toEqual(set("LAZY", { value: 0 }));
      client.call("LAZY", "INC");
      expect(await client.next()).toEqual(patch("LAZY", replace("/value", 1)));
    });

    it("typing without answers, then fetch", async () => {
      const client = await server.inRoom();
      client.send("_PATCH:NOTES", [replace("/title", "ab")]);
      client.send("_PATCH:NOTES", [replace("/title", "abc")]);
      expect(await client.untilSet("NOTES")).toEqual([set("NOTES", { ...INITIAL.NOTES, title: "abc" })]);
    });

    it("a reducer that pushes, unshifts, syncs and delegates: derived members go with the next sync", async () => {
      const client = await server.inRoom();
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
      const client = await server.inRoom();
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
      const client = await server.inRoom();
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
      const client = await server.inRoom();
      client.send("_PATCH:NOTES_SIZE", [replace("/size", 99)]);
      expect(await client.next()).toEqual(set("NOTES_SIZE", { title: "My Notes", notes: [], size: 0 }));
      client.call("NOTES_SIZE", "RENAME", { new_title: "q" });
      expect(await client.next()).toEqual(patch("NOTES_SIZE", replace("/title", "q")));
    });

    it("a handler that fails is reported, and the line stays", async () => {
      const client = await server.inRoom();
      const error = server.nextError();
      client.call("NOTES", "BOOM");
      expect((await error).message).toContain("BOOM");
      client.call("NOTES", "ADD", { note: "after" });
      expect(await client.next()).toMatchObject({ type: "_PATCH:NOTES" });
    });

    it("takeover: the old line is dismissed, the new one gets the state", async () => {
      const old = await server.inRoom();
      old.call("NOTES", "ADD", { note: "A" });
      await old.next();
      const young = server.connect(server.room);
      expect(await young.next()).toEqual(set("NOTES", { notes: ["A"], title: "My Notes", total_length: 1 }));
      expect(await old.next()).toMatchObject({ type: "_DISCONNECT" });
      expect(await old.closed).toBe(1000);
    });

    it("the handshake, and the same session after a drop", async () => {
      const ids = { user: "u-1", session: "s-1" };
      const first = server.connect("/auth");
      expect(await first.next()).toEqual({ type: "_REQUEST_USER_SESSION" });
      first.send("_USER_SESSION", ids);
      expect(await first.take(INIT_FRAMES)).toEqual(INIT);
      first.call("NOTES", "ADD", { note: "kept" });
      await first.next();
      first.socket.terminate();
      await first.closed;
      const second = server.connect("/auth");
      await second.next();
      second.send("_USER_SESSION", ids);
      expect(await second.next()).toMatchObject({ type: "_SET:NOTES", data: { notes: ["kept"] } });
    });
  });

  it("has one session for all at /ws", async () => {
    const first = await server.connect("/ws").open();
    expect(await first.take(INIT_FRAMES)).toEqual(INIT);
    first.call("LAZY", "INC");
    first.socket.terminate();
    await first.closed;
    const second = server.connect("/ws");
    await second.take(INIT_FRAMES);
    expect(await second.untilSet("LAZY")).toMatchObject([{ type: "_SET:LAZY" }]);
  });

  describe("tasks", () => {
    it("start and cancel in one burst is started, then cancelled", async () => {
      const client = await server.inRoom();
      client.send("_TASK_START:FILTERED", { type: "WAIT" });
      client.send("_TASK_CANCEL:FILTERED", { type: "WAIT" });
      const added = { op: "add", path: "/running_tasks/0", value: "WAIT" };
      const removed = { op: "remove", path: "/running_tasks/0" };
      expect(await client.take(2)).toEqual([patch("FILTERED", added), patch("FILTERED", removed)]);
      client.send("_TASK_START:FILTERED", { type: "WAIT", seconds: 0 });
      expect(await client.take(2)).toEqual([patch("FILTERED", added), patch("FILTERED", removed)]);
    });

    it("runs to its end, toasts, and leaves the list", async () => {
      const client = await server.inRoom();
      client.send("_TASK_START:CAMEL", { type: "FAST_FORWARD", steps: 1, delay: 0 });
      expect(await client.take(4)).toEqual([
        patch("CAMEL", { op: "add", path: "/runningTasks/0", value: "FAST_FORWARD" }),
        patch("CAMEL", replace("/size", 1)),
        { type: "_TOAST", data: { type: "success", message: "Fast forward complete!" } },
        patch("CAMEL", { op: "remove", path: "/runningTasks/0" }),
      ]);
    });

    it("fault 8: a task that fails is reported and leaves the list; a cancel handler runs", async () => {
      const client = await server.inRoom();
      const error = server.nextError();
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
      const client = await server.inRoom();
      client.send("_TASK_START:FILTERED", { type: "WAIT" });
      await client.next();
      client.socket.terminate();
      await client.closed;
      const again = server.connect(server.room);
      expect((await again.take(INIT_FRAMES))[3]).toEqual(
        set("FILTERED", { shown: 1, revealed: 3, running_tasks: ["WAIT"] }),
      );
    });
  });

  it("fault 10: a throttle sends the first value and the last", async () => {
    const client = await server.inRoom();
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
    const client = await server.inRoom();
    client.call("THROTTLED", "BURST", { n: 2, gap: 60, window: 0 });
    await client.next();
    expect(await client.untilSet("LAZY")).toEqual([set("LAZY", { value: 0 })]);
  });

  it("UPLOAD, with an empty payload too, and ECHO_ACTION", async () => {
    const client = await server.inRoom();
    for (const hex of ["00ff10", ""]) {
      client.send("_BIN_META", { type: "_ACTION:NOTES", metadata: { type: "UPLOAD", name: "f" } });
      client.sendBytes(Buffer.from(hex, "hex"));
    }
    expect((await client.untilSet("NOTES")).at(-1)).toMatchObject({ data: { notes: ["f:3:00ff10", "f:0:"] } });
    client.call("NOTES", "ECHO_ACTION", { action: { type: "HELLO", deep: { a: [1] } } });
    expect(await client.next()).toEqual({ type: "_ACTION:NOTES", data: { type: "HELLO", deep: { a: [1] } } });
  });

  it("KICK says why, then closes with 1000", async () => {
    const client = await server.inRoom();
    client.call("NOTES", "KICK", { message: "enough" });
    expect(await client.next()).toEqual({ type: "_DISCONNECT", data: "enough" });
    expect(await client.closed).toBe(1000);
  });

  it("SILENT_RENAME goes with the next difference, and with a _GET", async () => {
    const client = await server.inRoom();
    client.call("NOTES", "SILENT_RENAME", { new_title: "s" });
    client.send("_PATCH:NOTES", [{ op: "add", path: "/notes/0", value: "n" }]);
    expect(await client.untilSet("NOTES")).toEqual([set("NOTES", { notes: ["n"], title: "s", total_length: 1 })]);
    client.call("NOTES", "SILENT_RENAME", { new_title: "s2" });
    client.call("NOTES", "ADD", { note: "m" });
    const { data } = (await client.next()) as { readonly data: readonly object[] };
    expect(data).toContainEqual(replace("/title", "s2"));
  });

  it.each(MUTATED)("MUTATE %s is one patch, and leads to the right state", async (how, changes) => {
    const client = await server.inRoom();
    client.call("NESTED", "MUTATE", { how });
    const frames = await client.untilSet("NESTED");
    expect(frames).toHaveLength(2);
    expect(frames[0]).toMatchObject({ type: "_PATCH:NESTED" });
    expect(frames[1]).toEqual(set("NESTED", { ...INITIAL.NESTED, ...changes }));
  });

  it("nothing failed that was not meant to", async () => {
    const seen = firstValueFrom(server.errors$.pipe(filter(({ name }) => name !== "none")));
    const client = await server.inRoom();
    client.call("NOTES", "BOOM");
    expect((await seen).message).toBe("BOOM failed while it served _ACTION:NOTES: boom");
  });
});

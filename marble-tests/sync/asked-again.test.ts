import { describe, expect, it } from "@jest/globals";
import { patchEvent, synced, syncKey, type SyncEvent } from "ws-sync-rx";
import { Stage } from "../stage.ts";

const KEY = syncKey<{ readonly name: string }>("KEY");
const snapshot = (name: string, v: number): SyncEvent => ({
  type: "_SET:KEY",
  data: { name },
  envelope: { e: "e", v },
});
const delta = (path: string, v: number, b: number): SyncEvent => ({
  ...patchEvent(KEY, [{ op: "replace", path, value: "b" }]),
  envelope: { v, b },
});

describe("a copy that asks for what it has missed", () => {
  it("asks for the whole where that does not fit, once", () => {
    const stage = new Stage(() => [], { latency: 10 });
    const client = stage.client("c");
    const copy = synced(client.session, KEY, { name: "" });
    copy.subscribe();
    stage.wait(1_000);
    const says = (event: SyncEvent): readonly string[] => {
      client.server?.next(event);
      stage.wait(20);
      return stage.said().filter((line) => line.startsWith("C→S"));
    };
    says(snapshot("a", 0));
    expect(says(delta("/name", 2, 1))).toEqual(['C→S {"type":"_GET:KEY","data":{},"e":"e","v":0}']);
    expect(says(delta("/gone", 2, 0))).toEqual(['C→S {"type":"_GET:KEY","data":{}}']);
    expect(says(delta("/gone", 3, 0))).toEqual([]);
    expect([says(snapshot("c", 3)), copy.value.name, copy.healed]).toEqual([[], "c", 1]);
    stage.end();
  });
});

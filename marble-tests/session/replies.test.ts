import { describe, expect, it } from "@jest/globals";
import { type SyncEvent } from "ws-sync-rx";
import { testEnv } from "ws-sync-rx/testing";
import { replyOf } from "../../src/protocol/reply.ts";
import { Memories } from "../../src/session/memories.ts";
import { Replies } from "../../src/session/replies.ts";

/** A memory, and what it has sent: the id of the request and its outcome. */
function remembering() {
  const sent: string[] = [];
  const replies = new Replies("memory", (event: SyncEvent, order) => {
    const { re, outcome } = replyOf(event) ?? {};
    const what = outcome === undefined || "ok" in outcome ? JSON.stringify(outcome?.ok ?? null) : outcome.error.code;
    sent.push(`${re} ${what} ${order}`);
  });
  const serve = (id: number, value: unknown = id): boolean => {
    const isNew = replies.admit(id);
    if (isNew) replies.claim(id)?.ok(value);
    return isNew;
  };
  return { replies, sent, serve };
}

describe("a server's memory of one client's requests", () => {
  it("lets each be served once, and answers once", () => {
    const { replies, sent } = remembering();
    expect(replies.admit(1)).toBe(true);
    const answer = replies.claim(1);
    expect([replies.open, sent]).toEqual([1, []]);
    answer?.ok("first");
    answer?.ok("second");
    answer?.fail({ code: "failed", message: "third" });
    replies.unknown(1, "_ACTION:A");
    expect([replies.open, sent]).toEqual([0, ['1 "first" behind']]);
    expect(replies.claim(1)).toBeUndefined();
  });

  it("of several who claim a request the first to answer counts; one who says so is answered ahead of the states", () => {
    const { replies, sent } = remembering();
    replies.admit(1);
    const [one, two] = [replies.claim(1), replies.claim(1)];
    two?.ok("two", "ahead");
    one?.ok("one");
    expect(sent).toEqual(['1 "two" ahead']);
  });

  it("a request that comes twice while it runs is not run again and waits for the one answer", () => {
    const { replies, sent } = remembering();
    replies.admit(1);
    const answer = replies.claim(1);
    expect(replies.admit(1)).toBe(false);
    expect(sent).toEqual([]);
    answer?.ok("done");
    expect(sent).toEqual(['1 "done" behind']);
  });

  it("one that comes again after it was answered gets the same answer once more, be it good or bad", () => {
    const { replies, sent, serve } = remembering();
    serve(1, { v: 3 });
    replies.admit(2);
    replies.claim(2)?.fail({ code: "forbidden", message: "no" });
    sent.length = 0;
    expect([serve(1), serve(2), serve(1)]).toEqual([false, false, false]);
    expect(sent).toEqual(['1 {"v":3} behind', "2 forbidden behind", '1 {"v":3} behind']);
  });

  it("remembers 256 outcomes; an older one is forgotten, and the request not run again", () => {
    const { sent, serve } = remembering();
    for (let id = 1; id <= 257; id += 1) serve(id);
    sent.length = 0;
    expect([serve(1), serve(2), serve(257)]).toEqual([false, false, false]);
    expect(sent).toEqual(["1 forgotten behind", "2 2 behind", "257 257 behind"]);
  });

  it("remembers 1,048,576 characters, and the latest outcome whatever its size", () => {
    const { sent, serve } = remembering();
    const empty = '{"type":"_REPLY","data":{"re":1,"ok":""}}'.length;
    serve(1, "x".repeat(524_288 - empty));
    serve(2, "x".repeat(524_288 - empty));
    sent.length = 0;
    serve(1);
    expect(sent[0]).not.toContain("forgotten");
    serve(3, "");
    sent.length = 0;
    for (const id of [1, 2, 3]) serve(id);
    expect(sent.map((line) => line.includes("forgotten"))).toEqual([true, false, false]);
    serve(4, "x".repeat(2_000_000));
    sent.length = 0;
    for (const id of [2, 3, 4]) serve(id);
    expect(sent.map((line) => line.includes("forgotten"))).toEqual([true, true, false]);
  });

  it("takes 64 requests at once; the 65th is busy, and stays so when it is sent again", () => {
    const { replies, sent } = remembering();
    for (let id = 1; id <= 64; id += 1) expect(replies.admit(id)).toBe(true);
    expect(replies.admit(65)).toBe(false);
    expect([replies.open, sent]).toEqual([64, ["65 busy behind"]]);
    expect(replies.admit(65)).toBe(false);
    expect(sent).toEqual(["65 busy behind", "65 busy behind"]);
    replies.claim(7)?.ok();
    expect(replies.admit(66)).toBe(true);
  });

  it("what nobody claims is unknown", () => {
    const { replies, sent } = remembering();
    replies.admit(1);
    replies.admit(2);
    replies.claim(2);
    replies.unknown(1, "_ACTION:A");
    replies.unknown(2, "_ACTION:A");
    replies.unknown(3, "_ACTION:A");
    expect(sent).toEqual(["1 unknown behind"]);
  });

  it("gives new requests back while draining, and keeps nothing of them; it still repeats what it knows", () => {
    const { replies, sent, serve } = remembering();
    serve(1);
    replies.admit(2);
    sent.length = 0;
    expect([replies.admit(3, true), replies.admit(1, true), replies.admit(2, true)]).toEqual([false, false, false]);
    expect(sent).toEqual(["3 draining behind", "1 1 behind"]);
    expect(replies.open).toBe(1);
    expect(serve(3)).toBe(true);
  });

  it("a result that is no JSON has failed, and says so again", () => {
    const { sent, serve } = remembering();
    const loop: { self?: unknown } = {};
    loop.self = loop;
    serve(1, loop);
    serve(2, 1n);
    serve(1);
    expect(sent).toEqual(["1 failed behind", "2 failed behind", "1 failed behind"]);
  });
});

describe("the memories of a session", () => {
  it("are one for each client, the same whenever it comes back, and named differently", () => {
    const memories = new Memories(testEnv());
    const [a, b] = [memories.of("a", () => undefined), memories.of("b", () => undefined)];
    expect(memories.of("a", () => undefined)).toBe(a);
    expect(a.memory).not.toBe(b.memory);
    a.admit(1);
    b.admit(1);
    b.admit(2);
    expect(memories.open).toBe(3);
  });

  it("are kept of 16 clients; the one that came longest ago is forgotten first", () => {
    const memories = new Memories(testEnv());
    const of = (client: number) => memories.of(`c${client}`, () => undefined);
    const [first, second] = [of(1), of(2)];
    for (let client = 3; client <= 16; client += 1) of(client);
    expect(of(1)).toBe(first);
    of(17);
    expect(of(1)).toBe(first);
    expect(of(2)).not.toBe(second);
  });
});

import { describe, expect, it } from "@jest/globals";
import { CLIENT_FRAME_LIMITS, FrameError, SERVER_FRAME_LIMITS, type SyncEvent } from "ws-sync-rx";
import { decoder, encode, type Frame } from "../../src/protocol/codec.ts";

const bytes = Uint8Array.of(1, 2, 3);
const meta = (type: unknown, metadata?: unknown) => JSON.stringify({ type: "_BIN_META", data: { type, metadata } });

/** What a decoder makes of frames: an event, nothing, or the code of its error. */
function decoded(frames: readonly Frame[], limits = CLIENT_FRAME_LIMITS): readonly (SyncEvent | string | undefined)[] {
  const { decode } = decoder(limits);
  return frames.map((frame) => {
    try {
      return decode(frame);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      return error.code;
    }
  });
}

describe("encode", () => {
  it("writes type and data, and leaves out data that is undefined", () => {
    expect(encode({ type: "_SET:K", data: { a: 1 } })).toEqual(['{"type":"_SET:K","data":{"a":1}}']);
    expect(encode({ type: "_REQUEST_USER_SESSION" })).toEqual(['{"type":"_REQUEST_USER_SESSION"}']);
    expect(encode({ type: "t", data: null })).toEqual(['{"type":"t","data":null}']);
  });

  it("writes no member but these, whatever the event has", () => {
    const event = { type: "t", data: 1, line: "secret" };
    expect(encode(event)).toEqual(['{"type":"t","data":1}']);
  });

  it("announces bytes, and sends them behind", () => {
    expect(encode({ type: "_ACTION:K", data: { type: "up" }, bytes })).toEqual([
      '{"type":"_BIN_META","data":{"type":"_ACTION:K","metadata":{"type":"up"}}}',
      bytes,
    ]);
  });

  it("is done once per event object", () => {
    let read = 0;
    const event = {
      type: "t",
      get data() {
        read += 1;
        return 1;
      },
    };
    expect(encode(event)).toBe(encode(event));
    expect(read).toBe(1);
    expect(encode({ ...event })).not.toBe(encode(event));
  });

  it("leaves nothing to be seen on the event, and takes a frozen one", () => {
    const event = { type: "t", data: { rows: [1] } };
    const frames = encode(event);
    expect(Reflect.ownKeys(event)).toEqual(["type", "data"]);
    expect(structuredClone(event)).toStrictEqual(event);
    expect(encode(Object.freeze({ ...event }))).toEqual(frames);
  });

  it("stays what it was when the data change later, however many events come between", () => {
    const event = { type: "t", data: { count: 1 } };
    const frames = encode(event);
    for (let i = 0; i < 100; i += 1) encode({ type: "t", data: i });
    event.data.count = 2;
    expect(encode(event)).toBe(frames);
  });

  it("throws for what JSON cannot carry", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(() => encode({ type: "t", data: cycle })).toThrow(TypeError);
    expect(() => encode({ type: "t", data: 1n })).toThrow(TypeError);
  });
});

describe("decode", () => {
  it("reads type and data and ignores other members", () => {
    expect(decoded(['{"type":"t","data":[1],"more":2}', '{"type":"t"}', '{"type":"t","data":null}'])).toEqual([
      { type: "t", data: [1] },
      { type: "t" },
      { type: "t", data: null },
    ]);
  });

  it.each(["", "{", "nul", "{'type':1}", '{"type":"t","data":NaN}', "\u0000", "[1,]", '{"type":"t"}x', "\ufeff{}"])(
    "refuses %j: BAD_JSON",
    (frame) => {
      expect(decoded([frame])).toEqual(["BAD_JSON"]);
    },
  );

  it.each([
    "null",
    "true",
    "5",
    '"t"',
    "[]",
    '["type"]',
    "{}",
    '{"type":5}',
    '{"type":null}',
    '{"type":["t"]}',
    '{"data":1}',
    '{"Type":"t"}',
  ])("refuses %j: BAD_FRAME", (frame) => {
    expect(decoded([frame])).toEqual(["BAD_FRAME"]);
  });

  it("reads no inherited member", () => {
    expect(decoded(['{"__proto__":{"type":"t"}}'])).toEqual(["BAD_FRAME"]);
    expect(decoded(['{"type":"t","__proto__":{"data":1}}'])).toEqual(["FORBIDDEN_KEY"]);
    expect(decoded(['{"type":"t","__proto__":{"data":1}}'], SERVER_FRAME_LIMITS)).toEqual([{ type: "t" }]);
  });

  it("refuses what is larger, deeper or wider than allowed, at the limit + 1", () => {
    const limits = { text: 60, binary: 3, depth: 3, nodes: 6 };
    const text = (length: number) => JSON.stringify({ type: "t", data: "x".repeat(length - 22) });
    expect(text(60)).toHaveLength(60);
    expect(decoded([text(60), text(61)], limits)).toEqual([expect.objectContaining({ type: "t" }), "TOO_LARGE"]);
    expect(decoded(['{"type":"t","data":[[1]]}', '{"type":"t","data":[[[1]]]}'], limits)).toEqual([
      expect.objectContaining({ type: "t" }),
      "TOO_DEEP",
    ]);
    expect(decoded(['{"type":"t","data":[1,2,3]}', '{"type":"t","data":[1,2,3,4]}'], limits)).toEqual([
      expect.objectContaining({ type: "t" }),
      "TOO_WIDE",
    ]);
    expect(decoded([meta("t", {}), bytes, meta("t", {}), Uint8Array.of(1, 2, 3, 4)], limits)).toEqual([
      undefined,
      { type: "t", data: {}, bytes },
      undefined,
      "TOO_LARGE",
    ]);
  });

  it("survives any depth", () => {
    for (const depth of [33, 5_000, 30_000]) {
      expect(decoded([`{"type":"t","data":${"[".repeat(depth)}${"]".repeat(depth)}}`])).toEqual(["TOO_DEEP"]);
    }
  });

  it("says what was wrong, where a person can see it", () => {
    const { decode } = decoder(CLIENT_FRAME_LIMITS);
    expect(() => decode("{oops")).toThrow('The frame was refused (BAD_JSON): it is not JSON (it begins with "{oops").');
  });
});

describe("binary events", () => {
  it("are the announcement and the next binary frame; texts may come between", () => {
    expect(decoded([meta("up", { n: 1 }), '{"type":"t"}', bytes])).toEqual([
      undefined,
      { type: "t" },
      { type: "up", data: { n: 1 }, bytes },
    ]);
  });

  it("have data of their own that no metadata can replace", () => {
    expect(decoded([meta("up", { data: "mine", bytes: "mine", type: "mine" }), bytes])).toEqual([
      undefined,
      { type: "up", data: { data: "mine", bytes: "mine", type: "mine" }, bytes },
    ]);
  });

  it("may be empty, and have no metadata", () => {
    expect(decoded([meta("up", null), new Uint8Array(), meta("up"), bytes])).toEqual([
      undefined,
      { type: "up", data: {}, bytes: new Uint8Array() },
      undefined,
      { type: "up", data: {}, bytes },
    ]);
  });

  it("need an announcement, each its own", () => {
    expect(decoded([bytes])).toEqual(["BINARY_SEQUENCE"]);
    expect(decoded([meta("up", {}), bytes, bytes])).toEqual([
      undefined,
      expect.objectContaining({ bytes }),
      "BINARY_SEQUENCE",
    ]);
  });

  it("take the last of two announcements, and the first is refused", () => {
    expect(decoded([meta("one", {}), meta("two", {}), bytes])).toEqual([
      undefined,
      "BINARY_SEQUENCE",
      { type: "two", data: {}, bytes },
    ]);
  });

  it("are announced by an object with a type", () => {
    for (const data of ["null", "5", "[]", "{}", '{"type":5}']) {
      expect(decoded([`{"type":"_BIN_META","data":${data}}`, bytes])).toEqual(["BAD_FRAME", "BINARY_SEQUENCE"]);
    }
    expect(decoded(['{"type":"_BIN_META"}'])).toEqual(["BAD_FRAME"]);
  });

  it("are paired on their own line only", () => {
    const [one, two] = [decoder(CLIENT_FRAME_LIMITS), decoder(CLIENT_FRAME_LIMITS)];
    one.decode(meta("up", {}));
    expect(() => two.decode(bytes)).toThrow(FrameError);
    expect(one.decode(bytes)).toEqual({ type: "up", data: {}, bytes });
  });
});

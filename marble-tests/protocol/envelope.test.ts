import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { decoder, encode } from "../../src/protocol/codec.ts";
import { type Envelope, envelopeOf, isCount } from "../../src/protocol/envelope.ts";
import { CLIENT_FRAME_LIMITS, SERVER_FRAME_LIMITS } from "../../src/protocol/limits.ts";

const decoded = (frame: string) => decoder(CLIENT_FRAME_LIMITS).decode(frame);
const noCounts = [-1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, "1", null, true, [1], {}, undefined];

describe("the envelope of version 2", () => {
  it("is what stands beside type and data, and only its own members", () => {
    const whole: Envelope = { id: 1, e: "life", v: 3, b: 2, h: 4_294_967_295, re: 7 };
    expect(envelopeOf({ type: "T", data: 1, ...whole, x: 1, ID: 2 })).toEqual(whole);
    expect(envelopeOf({ type: "T", data: { id: 1, v: 2 } })).toBeUndefined();
    expect(envelopeOf({ id: 0, v: 0 })).toEqual({ id: 0, v: 0 });
  });

  it.each(["id", "v", "b", "h", "re"])("leaves out an %s that counts nothing", (name) => {
    for (const value of noCounts) expect(envelopeOf({ type: "T", [name]: value })).toBeUndefined();
    expect(envelopeOf({ [name]: 2 ** 53 - 1 })).toEqual({ [name]: 2 ** 53 - 1 });
  });

  it("takes an epoch of 128 characters, and none that is longer or no text", () => {
    expect(envelopeOf({ e: "x".repeat(128) })).toEqual({ e: "x".repeat(128) });
    for (const e of ["x".repeat(129), 1, null, {}]) expect(envelopeOf({ e })).toBeUndefined();
  });

  it("counts from 0 to 2^53 - 1", () => {
    for (const value of [0, 1, 2 ** 53 - 1]) expect(isCount(value)).toBe(true);
    for (const value of noCounts) expect(isCount(value)).toBe(false);
  });

  it("goes over the wire beside type and data, never inside, also with a binary event", () => {
    const event = { type: "_ACTION:A", data: { type: "x" }, envelope: { id: 5 } };
    expect(encode(event)).toEqual(['{"type":"_ACTION:A","data":{"type":"x"},"id":5}']);
    const binary = { ...event, bytes: Uint8Array.of(1) };
    const [meta, payload] = encode(binary);
    expect(meta).toBe('{"type":"_BIN_META","data":{"type":"_ACTION:A","metadata":{"type":"x"}},"id":5}');
    const line = decoder(CLIENT_FRAME_LIMITS);
    expect(line.decode(meta)).toBeUndefined();
    expect(line.decode(payload ?? "")).toEqual(binary);
  });

  it("without it not a byte is written, and none of the event names is special to the codec", () => {
    expect(encode({ type: "_SET:A", data: 1 })).toEqual(['{"type":"_SET:A","data":1}']);
    expect(encode({ type: "_SET:A", data: 1, envelope: {} })).toEqual(['{"type":"_SET:A","data":1}']);
    expect(decoded('{"type":"_HELLO"}')).toEqual({ type: "_HELLO" });
  });

  it("hostile frames leave at most an envelope of whole numbers and one text", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("id", "e", "v", "b", "h", "re", "constructor", "toString"), fc.jsonValue()),
        (members) => {
          const frame = JSON.stringify({ ...members, type: "T" });
          const envelope = decoder(SERVER_FRAME_LIMITS).decode(frame)?.envelope ?? {};
          for (const [name, value] of Object.entries(envelope)) {
            expect(["id", "e", "v", "b", "h", "re"]).toContain(name);
            if (name === "e") expect(typeof value).toBe("string");
            else expect(isCount(value)).toBe(true);
            expect(value).toEqual(members[name]);
          }
        },
      ),
      { seed: 5, numRuns: 1_000 },
    );
  });

  it("a refused frame names the request that it was, where that can be read", () => {
    const deep = `{"id":9,"type":"T","data":${"[".repeat(40)}${"]".repeat(40)}}`;
    expect(() => decoded(deep)).toThrow(expect.objectContaining({ code: "TOO_DEEP", request: 9 }));
    const forbidden = '{"id":-1,"type":"T","data":{"__proto__":1}}';
    expect(() => decoded(forbidden)).toThrow(expect.objectContaining({ code: "FORBIDDEN_KEY", request: undefined }));
  });
});

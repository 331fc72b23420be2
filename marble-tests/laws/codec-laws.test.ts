import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CLIENT_FRAME_LIMITS, FrameError, SERVER_FRAME_LIMITS, type SyncEvent } from "ws-sync-rx";
import { TestConnection, testEnv } from "ws-sync-rx/testing";
import { decoder, encode, type Frame } from "../../src/protocol/codec.ts";

const seed = 20_261_122;
/** `-0` has no JSON: it would be 0 at the other end only */
const json = fc.jsonValue({ maxDepth: 4 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const type = fc.string({ maxLength: 12 }).filter((text) => text !== "_BIN_META");
const text = fc.record({ type, data: json });
const binary = fc.record({
  type,
  data: fc.dictionary(fc.string(), json, { maxKeys: 4 }).map((data): unknown => JSON.parse(JSON.stringify(data))),
  bytes: fc.uint8Array({ maxLength: 40 }),
});
const event: fc.Arbitrary<SyncEvent> = fc.oneof(text, binary);

const SHAPES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, "", "type", [], [[]], ["type", "t"], {}, { data: 1 }, { Type: "t" }],
  ...[null, true, 5, [], {}, ["t"], { toString: "t" }].map((shape) => ({ type: shape, data: {} })),
  ...[undefined, null, true, 5, "t", [], {}, ["t"], { type: 5 }, { type: null }, { metadata: {} }].map((data) => ({
    type: "_BIN_META",
    data,
  })),
  ...["_USER_SESSION", "_PATCH:K", "_SET:K", "_GET:K", "_ACTION:K", "_TASK_START:K", "constructor"].flatMap((name) =>
    [null, 5, "x", [null], { type: {} }].map((data) => ({ type: name, data })),
  ),
];

describe("the codec", () => {
  it("decodes what it encoded, texts and bytes in any order", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        const { decode } = decoder(SERVER_FRAME_LIMITS);
        const back = events.flatMap((each) => [...encode(each)]).map((frame) => decode(frame));
        expect(back.filter((each) => each !== undefined)).toEqual(events);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it("throws nothing but FrameError, whatever comes, and reads the next frame as if it had not come", () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.uint8Array({ maxLength: 30 }),
      fc.json({ maxDepth: 6 }),
      fc.jsonValue().map((data) => JSON.stringify({ type: "_BIN_META", data })),
      fc.tuple(fc.json(), fc.nat(40)).map(([whole, at]) => whole.slice(0, at)),
      fc.constantFrom("[", '{"a":').chain((open) => fc.nat(6_000).map((depth) => open.repeat(depth))),
      event.map((each) => encode(each)[0]),
    );
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 10 }), (frames) => {
        const { decode } = decoder(CLIENT_FRAME_LIMITS);
        for (const frame of frames) {
          try {
            const read = decode(frame);
            expect(read === undefined || typeof read.type === "string").toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError);
          }
        }
        expect(decode('{"type":"after","data":1}')).toEqual({ type: "after", data: 1 });
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it("survives 60 wrong shapes: each is an event or a FrameError, and the line stays", () => {
    expect(SHAPES.length).toBeGreaterThanOrEqual(60);
    for (const shape of SHAPES) {
      const connection = new TestConnection(testEnv().scheduler);
      const heard: string[] = [];
      const refused: string[] = [];
      connection.subscribe(({ type: name }) => heard.push(name));
      connection.errors$.subscribe(({ code }) => refused.push(code));
      connection.receiveFrame(JSON.stringify(shape));
      expect([...heard, ...refused]).toHaveLength(1);
      connection.receive({ type: "after", data: 1 });
      expect(heard.at(-1)).toBe("after");
      expect(connection.open).toBe(true);
    }
  });

  it("reads the frames of four steps as its model does, in every order there is", () => {
    const steps = {
      T: '{"type":"t"}',
      M: '{"type":"_BIN_META","data":{"type":"m","metadata":{}}}',
      B: Uint8Array.of(1),
      X: "{",
    };
    type Step = keyof typeof steps;
    const model = (sequence: readonly Step[]): readonly string[] => {
      let announced = false;
      return sequence.map((step) => {
        const before = announced;
        announced = step === "M" || (before && step !== "B");
        if (step === "T") return "t";
        if (step === "X") return "BAD_JSON";
        if (step === "B") return before ? "m" : "BINARY_SEQUENCE";
        return before ? "BINARY_SEQUENCE" : "nothing";
      });
    };
    const names: readonly Step[] = ["T", "M", "B", "X"];
    const sequences = names.flatMap((a) => names.flatMap((b) => names.flatMap((c) => names.map((d) => [a, b, c, d]))));
    for (const sequence of sequences) {
      const { decode } = decoder(CLIENT_FRAME_LIMITS);
      const read = sequence.map((step) => {
        const frame: Frame = steps[step];
        try {
          return decode(frame)?.type ?? "nothing";
        } catch (error) {
          return error instanceof FrameError ? error.code : String(error);
        }
      });
      expect(read).toEqual(model(sequence));
    }
  });
});

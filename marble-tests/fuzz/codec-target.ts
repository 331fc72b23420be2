import { isDeepStrictEqual } from "node:util";
import { decoder, encode, type Frame } from "../../src/protocol/codec.ts";
import { FrameError } from "../../src/protocol/errors.ts";
import type { SyncEvent } from "../../src/protocol/events.ts";
import {
  CLIENT_FRAME_LIMITS,
  type FrameLimits,
  SERVER_FRAME_LIMITS,
  UNSAFE_ORIGINAL_FRAME_LIMITS,
} from "../../src/protocol/limits.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { type HostileFrame, hostileFrame } from "./hostile-frames.ts";
import { watchIntrinsics } from "./intrinsics.ts";

const LIMITS = [CLIENT_FRAME_LIMITS, CLIENT_FRAME_LIMITS, UNSAFE_ORIGINAL_FRAME_LIMITS, SERVER_FRAME_LIMITS];
const AFTER = JSON.stringify({ type: "after", data: 1 });

/** Hostile frames for a decoder: each is an event within the limits or a `FrameError`, and the next good frame is read. */
export function codecTarget(): FuzzTarget {
  const changed = watchIntrinsics();
  let inputs = 0;
  return {
    input(numbers) {
      const limits = numbers.pick(LIMITS);
      const { decode } = decoder(limits);
      for (let i = numbers.below(6); i >= 0; i -= 1) {
        const frame = frameOf(hostileFrame(numbers));
        const event = eventOrRefusal(decode, frame);
        if (event !== undefined) check(event, limits, frame);
      }
      if (!isDeepStrictEqual(decode(AFTER), { type: "after", data: 1 })) throw new Error("a good frame is not read");
      inputs += 1;
      if (inputs % 100 === 0) {
        const name = changed();
        if (name !== undefined) throw new Error(`${name} has changed within the last 100 inputs`);
      }
    },
  };
}

/** What a WebSocket would hand on; it refuses texts that are no UTF-8 by itself. */
function frameOf({ binary, bytes }: HostileFrame): Frame {
  return binary ? bytes : new TextDecoder().decode(bytes);
}

function eventOrRefusal(decode: (frame: Frame) => SyncEvent | undefined, frame: Frame): SyncEvent | undefined {
  try {
    return decode(frame);
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw new Error(`${String(error)} from ${show(frame)}`, { cause: error });
  }
}

function check(event: SyncEvent, limits: FrameLimits, frame: Frame): void {
  const must = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`${what}: ${show(frame)}`);
  };
  must(typeof event.type === "string", "a type is a text");
  must(Object.getPrototypeOf(event) === Object.prototype, "an event is a plain object");
  must(event.bytes === undefined || event.bytes.byteLength <= limits.binary, "no more bytes than allowed");
  // what the limits let pass can be written again; without limits it may nest deeper than JSON.stringify goes
  if (!Number.isFinite(limits.depth)) return;
  const { depth, nodes } = measure(event.data);
  must(depth <= limits.depth && nodes <= limits.nodes, "no more depth and values than allowed");
  const frames = encode(event);
  if (frames.length !== 1) return;
  const back = decoder(SERVER_FRAME_LIMITS).decode(frames[0]);
  must(back !== undefined && same(back, event), "round trip");
}

/** As JSON, which has no -0. */
function same(one: SyncEvent, other: SyncEvent): boolean {
  return written(one) === written(other);
}

/** An envelope without members is none, nor is a base version of nothing. */
function written({ type, data, envelope: { b, ...envelope } = {} }: SyncEvent): string {
  const based = envelope.id !== undefined || envelope.v !== undefined;
  return JSON.stringify([type, data, envelope, based ? b : undefined]);
}

/** Depth and number of values. @throws Error for a member named `__proto__` */
function measure(value: unknown): { readonly depth: number; readonly nodes: number } {
  if (typeof value !== "object" || value === null) return { depth: 0, nodes: 1 };
  if (Object.hasOwn(value, "__proto__")) throw new Error("a member named __proto__ has passed");
  const parts = Object.values(value).map(measure);
  return {
    depth: 1 + parts.reduce((most, part) => Math.max(most, part.depth), 0),
    nodes: 1 + parts.reduce((sum, part) => sum + part.nodes, 0),
  };
}

function show(frame: Frame): string {
  return JSON.stringify(typeof frame === "string" ? frame.slice(0, 400) : [...frame]);
}

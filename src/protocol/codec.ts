import { envelopeOf } from "./envelope.ts";
import { EventType, type SyncEvent } from "./events.ts";
import { FrameError } from "./errors.ts";
import type { Frame, Frames } from "./frame.ts";
import { isRecord } from "./is-record.ts";
import { inspectJson } from "./inspect-json.ts";
import { KeptFrames } from "./kept-frames.ts";
import type { FrameLimits } from "./limits.ts";

export type { Frame, Frames } from "./frame.ts";

/**
 * The frames of an event. Made once per event object, however many lines it goes to.
 *
 * @throws TypeError for data that JSON cannot carry (cycles, BigInt)
 */
export function encode(event: SyncEvent): Frames {
  const known = KeptFrames.of(event);
  if (known !== undefined) return known;
  const frames: Frames =
    event.bytes === undefined
      ? [JSON.stringify({ type: event.type, data: event.data, ...event.envelope })]
      : [metaFrame(event), event.bytes];
  KeptFrames.keep(event, frames);
  return frames;
}

function metaFrame(event: SyncEvent): string {
  const { type, data, envelope } = event;
  return JSON.stringify({ type: EventType.binaryMeta, data: { type, metadata: data }, ...envelope });
}

/** Reads the frames of one line in order. */
export interface Decoder {
  /**
   * @returns the event, or `undefined` when the frame only announces one
   * @throws FrameError for everything that is not an event; the next frame is read as if it had not come
   */
  decode(frame: Frame): SyncEvent | undefined;
}

/**
 * A decoder for one line. It pairs `_BIN_META` with the binary frame that follows, and lets text frames pass between the two, as the
 * original client does (PROTOCOL.md, "Binary events").
 */
export function decoder(limits: FrameLimits): Decoder {
  let announced: SyncEvent | undefined;

  function text(frame: string): SyncEvent | undefined {
    if (frame.length > limits.text) throw tooLarge(frame.length, limits.text);
    const event = eventOf(parse(frame), limits);
    if (event.type !== EventType.binaryMeta) return event;
    const replaced = announced;
    announced = announcement(event);
    if (replaced !== undefined) throw sequence(`a second ${EventType.binaryMeta} came before the first one's payload`);
    return undefined;
  }

  function binary(frame: Uint8Array): SyncEvent {
    const meta = announced;
    announced = undefined;
    if (frame.byteLength > limits.binary) throw tooLarge(frame.byteLength, limits.binary);
    if (meta === undefined) throw sequence(`a binary frame came without ${EventType.binaryMeta} before it`);
    return { ...meta, bytes: frame };
  }

  return { decode: (frame) => (typeof frame === "string" ? text(frame) : binary(frame)) };
}

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    throw new FrameError("BAD_JSON", `it is not JSON (it begins with ${JSON.stringify(frame.slice(0, 40))})`);
  }
}

function eventOf(value: unknown, limits: FrameLimits): SyncEvent {
  if (!isRecord(value) || typeof value["type"] !== "string") {
    throw new FrameError("BAD_FRAME", `it must be an object {"type": string, "data"?: any}`);
  }
  const envelope = envelopeOf(value);
  if (Number.isFinite(limits.nodes)) inspectJson(value, limits, envelope?.id);
  const type = value["type"];
  if (!Object.hasOwn(value, "data")) return envelope === undefined ? { type } : { type, envelope };
  const { data } = value;
  return envelope === undefined ? { type, data } : { type, data, envelope };
}

function announcement({ data, envelope }: SyncEvent): SyncEvent {
  if (!isRecord(data) || typeof data["type"] !== "string") {
    throw new FrameError(
      "BAD_FRAME",
      `the data of ${EventType.binaryMeta} must be {"type": string, "metadata": object}`,
    );
  }
  const event = { type: data["type"], data: data["metadata"] ?? {} };
  return envelope === undefined ? event : { ...event, envelope };
}

function tooLarge(size: number, limit: number): FrameError {
  return new FrameError("TOO_LARGE", `it has ${size} characters or bytes, the limit is ${limit}`);
}

function sequence(detail: string): FrameError {
  return new FrameError("BINARY_SEQUENCE", detail);
}

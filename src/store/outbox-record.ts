import { base64 } from "../protocol/base64.ts";
import { envelopeOf, isCount } from "../protocol/envelope.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { isRecord } from "../protocol/is-record.ts";
import { bytesOf } from "./bytes-of.ts";

/** A request as it is kept. */
export interface KeptEntry {
  readonly name: string;
  /** under which it was sent; nothing while it waits */
  readonly id?: number;
  /** when it was made */
  readonly since: number;
  readonly lane?: string;
  /** how many pages before the one that wrote this it was made @default 0 */
  readonly pagesAgo?: number;
  readonly timeout?: number;
  readonly lasting?: boolean;
  /** as it was sent, or as it is to be made again */
  readonly event: SyncEvent;
  /** what those behind it were made on top of, where that is not what was sent: the same write on a later version */
  readonly beneath?: SyncEvent;
}

/** All that is kept of an outbox. */
export interface OutboxRecord {
  /** the client that made it */
  readonly client: string;
  /** the server's memory of what that client has sent */
  readonly memory?: string;
  /** the last id that it has given */
  readonly lastId: number;
  readonly entries: readonly KeptEntry[];
}

/** of a record: another one is not understood */
const FORMAT = 1;

/** A record as text. */
export function recordText({ entries, ...record }: OutboxRecord): string {
  return JSON.stringify({ format: FORMAT, ...record, entries: entries.map(portable) });
}

/** Reads a record; `undefined` for everything that is none. */
export function recordOf(text: string): OutboxRecord | undefined {
  const record = parsed(text);
  if (!isRecord(record) || record["format"] !== FORMAT) return undefined;
  const { client, memory, lastId, entries } = record;
  if (typeof client !== "string" || client === "" || !isCount(lastId) || !Array.isArray(entries)) return undefined;
  const read = entries.map(entryOf);
  const known = read.filter((entry) => entry !== undefined);
  if (known.length < read.length) return undefined;
  return { client, lastId, ...(typeof memory === "string" ? { memory } : {}), entries: known };
}

function portable({ event, beneath, ...entry }: KeptEntry): object {
  return {
    ...entry,
    event: portableEvent(event),
    ...(beneath === undefined ? {} : { beneath: portableEvent(beneath) }),
  };
}

function portableEvent({ type, data, envelope, bytes }: SyncEvent): object {
  return { type, data, envelope, ...(bytes === undefined ? {} : { bytes: base64(bytes) }) };
}

function entryOf(value: unknown): KeptEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { name, id, since, lane, pagesAgo, timeout, lasting } = value;
  const event = eventOf(value["event"]);
  const beneath = eventOf(value["beneath"]);
  if (typeof name !== "string" || typeof since !== "number" || event === undefined) return undefined;
  if (id !== undefined && !isCount(id)) return undefined;
  return {
    name,
    since,
    event,
    ...(beneath === undefined ? {} : { beneath }),
    ...(id === undefined ? {} : { id }),
    ...(typeof lane === "string" ? { lane } : {}),
    ...(isCount(pagesAgo) ? { pagesAgo } : {}),
    ...(typeof timeout === "number" ? { timeout } : {}),
    ...(lasting === true ? { lasting } : {}),
  };
}

function eventOf(value: unknown): SyncEvent | undefined {
  if (!isRecord(value) || typeof value["type"] !== "string") return undefined;
  const { type, data, envelope, bytes } = value;
  const payload = typeof bytes === "string" ? bytesOf(bytes) : undefined;
  if (bytes !== undefined && payload === undefined) return undefined;
  const known = isRecord(envelope) ? envelopeOf(envelope) : undefined;
  return {
    type,
    data,
    ...(known === undefined ? {} : { envelope: known }),
    ...(payload === undefined ? {} : { bytes: payload }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

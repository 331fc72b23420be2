import { isCount } from "./envelope.ts";
import { EventType, type SyncEvent } from "./events.ts";
import { isRecord } from "./is-record.ts";
import type { FrameLimits } from "./limits.ts";
import type { Position } from "./position.ts";

/** The version of the protocol that two of our own ends speak; 1 is that of the originals. */
export const VERSION = 2;

/** What a server says first on a line that was opened for version 2 (PROTOCOL.md, "`_HELLO`"). */
export interface ServerHello {
  readonly version: number;
  /** what a frame of the client may cost */
  readonly limits: Pick<FrameLimits, "text" | "binary">;
}

/** What a client answers (PROTOCOL.md, "`_HELLO`"). */
export interface ClientHello {
  readonly version: number;
  /** one life of one client: new for every page load */
  readonly client: string;
  /** who the client says it is, as in `_USER_SESSION` */
  readonly user?: string;
  readonly session?: string;
  /** the server's memory of this client's requests, as the last `_READY` named it */
  readonly memory?: string;
  /** how far the client has come, by key */
  readonly resume: ReadonlyMap<string, Position>;
}

/** How a state was brought up to date on a new line: by what was missed, by the whole of it, or for the first time. */
export type Recovery = "delta" | "snapshot" | "fresh";

/** After this the client has everything that it was to get (PROTOCOL.md, "`_READY`"). */
export interface Ready {
  /** names the server's memory of this client's requests */
  readonly memory: string;
  readonly recovered: Readonly<Record<string, Recovery>>;
}

/** longer names are refused: they are kept as long as the session is */
const NAME_LENGTH = 128;
/** more states than this cannot be resumed */
const MOST_KEYS = 1_024;

const hellos = new WeakMap<FrameLimits, SyncEvent>();

/** `_HELLO` of a server: one object for all the lines that have the same limits, so that it is encoded once. */
export function serverHelloEvent(limits: FrameLimits): SyncEvent {
  const finite = (limit: number): number => Math.min(limit, Number.MAX_SAFE_INTEGER);
  const hello = hellos.get(limits) ?? {
    type: EventType.hello,
    data: { version: VERSION, limits: { text: finite(limits.text), binary: finite(limits.binary) } },
  };
  hellos.set(limits, hello);
  return hello;
}

/** `_HELLO` of a client. */
export function clientHelloEvent({ resume, ...hello }: ClientHello): SyncEvent {
  const positions = [...resume].slice(0, MOST_KEYS).map(([key, { epoch, version }]) => [key, epoch, version]);
  return { type: EventType.hello, data: { ...hello, resume: positions } };
}

/** `_READY`. */
export function readyEvent(ready: Ready): SyncEvent {
  return { type: EventType.ready, data: ready };
}

/** Reads the `_HELLO` of a server; `undefined` for anything else. */
export function serverHelloOf({ type, data }: SyncEvent): ServerHello | undefined {
  if (type !== EventType.hello || !isRecord(data) || !isCount(data["version"])) return undefined;
  const limits = isRecord(data["limits"]) ? data["limits"] : {};
  const limit = (value: unknown): number => (isCount(value) ? value : Number.POSITIVE_INFINITY);
  return { version: data["version"], limits: { text: limit(limits["text"]), binary: limit(limits["binary"]) } };
}

/** Reads the `_HELLO` of a client; `undefined` for anything else. A position that is none is as good as unknown. */
export function clientHelloOf({ type, data }: SyncEvent): ClientHello | undefined {
  if (type !== EventType.hello || !isRecord(data)) return undefined;
  const { version, client, user, session, memory, resume } = data;
  if (!isCount(version) || !isName(client)) return undefined;
  return {
    version,
    client,
    ...(isName(user) ? { user } : {}),
    ...(isName(session) ? { session } : {}),
    ...(isName(memory) ? { memory } : {}),
    resume: positionsOf(resume),
  };
}

/** Reads a `_READY`; `undefined` for anything else. */
export function readyOf({ type, data }: SyncEvent): Ready | undefined {
  if (type !== EventType.ready || !isRecord(data) || typeof data["memory"] !== "string") return undefined;
  const recovered = isRecord(data["recovered"]) ? data["recovered"] : {};
  const known = Object.entries(recovered).filter((entry): entry is [string, Recovery] => isRecovery(entry[1]));
  return { memory: data["memory"], recovered: Object.fromEntries(known) };
}

function positionsOf(resume: unknown): ReadonlyMap<string, Position> {
  const entries: readonly unknown[] = Array.isArray(resume) ? resume.slice(0, MOST_KEYS) : [];
  return new Map(
    entries.flatMap((entry): [string, Position][] => {
      const [key, epoch, version] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
      return typeof key === "string" && isName(epoch) && isCount(version) ? [[key, { epoch, version }]] : [];
    }),
  );
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= NAME_LENGTH;
}

function isRecovery(value: unknown): value is Recovery {
  return value === "delta" || value === "snapshot" || value === "fresh";
}

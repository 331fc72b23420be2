/**
 * What stands beside `type` and `data` on a line whose ends are both ours (PROTOCOL.md, "Envelope of version 2"). Towards an original peer
 * none of it is written.
 */
export interface Envelope {
  /** a request that wants exactly one `_REPLY`; counts up within one client */
  readonly id?: number;
  /** names one life of one feed */
  readonly e?: string;
  /** the version that the state has after this event */
  readonly v?: number;
  /** the version that this is based on: that of a write, or of a delta that spans more than one version */
  readonly b?: number;
  /** the hash of the state at version `v` */
  readonly h?: number;
  /** the request that this is about */
  readonly re?: number;
}

const NAME_LENGTH = 128;
const COUNTS = ["id", "v", "b", "h", "re"] as const;

/**
 * The envelope of a parsed event, `undefined` when there is nothing of it. Members of another type or range are left out: an original peer may
 * write what it likes beside `type` and `data`.
 */
export function envelopeOf(event: Readonly<Record<string, unknown>>): Envelope | undefined {
  let envelope: { -readonly [Member in keyof Envelope]: Envelope[Member] } | undefined;
  for (const member of COUNTS) {
    const count = event[member];
    if (isCount(count)) (envelope ??= {})[member] = count;
  }
  const { e } = event;
  if (typeof e === "string" && e.length <= NAME_LENGTH) (envelope ??= {}).e = e;
  return envelope;
}

/** Whether a value is a whole number from 0 to 2^53 - 1. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

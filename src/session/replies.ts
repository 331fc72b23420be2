import { encode } from "../protocol/codec.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { type Outcome, type ReplyError, replyEvent } from "../protocol/reply.ts";

/** Where an answer goes among the states that it belongs to. */
export type ReplyOrder = "ahead" | "behind";

/** Takes the outcome of one request; only the first one counts. */
export interface Answer {
  /**
   * It was done.
   *
   * @param order whether the answer goes behind the states that the request has changed, or ahead of them @default "behind"
   */
  ok(value?: unknown, order?: ReplyOrder): void;
  /** it was not */
  fail(error: ReplyError): void;
}

/** outcomes that are remembered for a client that asks again */
const REMEMBERED = 256;
/** characters of all of them together; the latest is kept whatever its size */
const REMEMBERED_SIZE = 1_048_576;
/** requests of one client that may be unanswered at once */
const MOST_OPEN = 64;

/**
 * A server's memory of one client's requests, by which each is run once and answered exactly once, over however many lines.
 *
 * ```
 * requests   1--2--#-1--2--3--    the line drops, the client sends again what it had no answer to
 * run        1--2----------3--
 * replies    1-----#-1'-2--3--    1' the remembered outcome once more
 * ```
 */
export class Replies {
  readonly #send: (event: SyncEvent, order: ReplyOrder) => void;
  readonly #open = new Map<number, { claimed: boolean }>();
  readonly #done = new Map<number, SyncEvent>();
  #last = 0;
  #bytes = 0;

  /**
   * @param memory names it: a client whose requests went into another memory must not send them again
   * @param send sends an event to the client, on the line it has at that moment
   */
  constructor(
    readonly memory: string,
    send: (event: SyncEvent, order: ReplyOrder) => void,
  ) {
    this.#send = send;
  }

  /** How many requests have not been answered. */
  get open(): number {
    return this.#open.size;
  }

  /**
   * Takes a request in.
   *
   * @param draining whether new requests are given back: the server is about to stop
   * @returns whether it is to be served: it is new, and there are not too many
   */
  admit(id: number, draining = false): boolean {
    if (id <= this.#last) {
      this.#repeat(id);
      return false;
    }
    if (draining) {
      // not remembered: the client sends it again, under another id or to another server
      this.#send(replyEvent(id, { error: { code: "draining", message: "the server stops" } }), "behind");
      return false;
    }
    this.#last = id;
    this.#open.set(id, { claimed: false });
    if (this.#open.size <= MOST_OPEN) return true;
    this.settle(id, { error: { code: "busy", message: `more than ${MOST_OPEN} requests are unanswered` } });
    return false;
  }

  /** Whoever serves a request takes it upon itself to answer it; `undefined` when it has been answered. */
  claim(id: number): Answer | undefined {
    const request = this.#open.get(id);
    if (request === undefined) return undefined;
    request.claimed = true;
    return {
      ok: (value, order) => {
        this.settle(id, { ok: value }, order);
      },
      fail: (error) => {
        this.settle(id, { error });
      },
    };
  }

  /** Answers a request that nobody has claimed. @param what was asked for */
  unknown(id: number, what: string): void {
    if (this.#open.get(id)?.claimed === false) {
      this.settle(id, { error: { code: "unknown", message: `nobody serves ${what} here` } });
    }
  }

  /** Answers a request, unless it has been answered. */
  settle(id: number, outcome: Outcome, order: ReplyOrder = "behind"): void {
    if (!this.#open.delete(id)) return;
    const reply = sendable(replyEvent(id, outcome)) ?? replyEvent(id, { error: NO_JSON });
    this.#done.set(id, reply);
    this.#bytes += sizeOf(reply);
    for (const [oldest, event] of this.#done) {
      if (this.#done.size <= REMEMBERED && (this.#bytes <= REMEMBERED_SIZE || this.#done.size === 1)) break;
      this.#done.delete(oldest);
      this.#bytes -= sizeOf(event);
    }
    this.#send(reply, order);
  }

  #repeat(id: number): void {
    const reply = this.#done.get(id);
    if (reply !== undefined) this.#send(reply, "behind");
    else if (!this.#open.has(id)) {
      const message = "its outcome is no longer remembered";
      this.#send(replyEvent(id, { error: { code: "forgotten", message } }), "behind");
    }
  }
}

const NO_JSON: ReplyError = { code: "failed", message: "it was done, but its result cannot be sent: it is no JSON" };

function sendable(event: SyncEvent): SyncEvent | undefined {
  try {
    encode(event);
    return event;
  } catch {
    return undefined;
  }
}

function sizeOf(event: SyncEvent): number {
  return encode(event)[0].length;
}

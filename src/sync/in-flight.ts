import { commute } from "../patch/commute.ts";
import type { PatchOperation } from "../patch/operation.ts";

/** How a line tells what of the things sent to it has arrived. */
export interface Receipts {
  readonly settledRound: number;
  /** asks for a receipt of all that has been sent so far */
  settle(): number;
}

interface Sent {
  /** `UNASKED` until a receipt has been asked for */
  round: number;
  /** absent for a whole state */
  readonly operations?: readonly PatchOperation[];
}

const UNASKED = Number.POSITIVE_INFINITY;
/** deltas to a client that never writes are receipted by so many at once: asking for each would cost a ping a second and line */
const BATCH = 64;
/** more than this many that have not arrived are not looked at one by one */
const MOST = 256;
/** stands for deltas that are not looked at: it commutes with nothing, and below it no place is sure */
const ANYTHING: readonly PatchOperation[] = [{ op: "replace", path: "", value: null }];

/** What has been sent on a line and may not have arrived: the deltas that a write of its client can cross. */
export class InFlight {
  readonly #receipts: Receipts;
  #sent: Sent[] = [];
  #writes = false;

  constructor(receipts: Receipts) {
    this.#receipts = receipts;
  }

  /** A whole state goes out: nothing sent before it matters any more. */
  addWhole(): void {
    this.#sent = [{ round: UNASKED }];
  }

  addDelta(operations: readonly PatchOperation[]): void {
    this.#prune();
    if (this.#sent.length >= MOST) this.#sent = [{ round: UNASKED, operations: ANYTHING }];
    else this.#sent.push({ round: UNASKED, operations });
  }

  /** Must be called once what was added has been sent. */
  flushed(): void {
    const whole = this.#sent.at(-1)?.operations === undefined;
    if (this.#writes || whole || this.#sent.length % BATCH === 0) this.#ask();
  }

  /**
   * What a write that comes now may cross: what has not arrived for certain and does not commute with it.
   *
   * @returns the operations of the deltas it crosses, none for a whole state; `undefined` when it crosses nothing
   */
  crossedBy(operations: readonly PatchOperation[]): readonly PatchOperation[] | undefined {
    this.#writes = true;
    this.#ask();
    this.#prune();
    const crossed = this.#sent.filter((sent) => sent.operations === undefined || !commute(sent.operations, operations));
    return crossed.length === 0 ? undefined : crossed.flatMap((sent) => sent.operations ?? []);
  }

  #ask(): void {
    const unasked = this.#sent.filter(({ round }) => round === UNASKED);
    if (unasked.length === 0) return;
    const round = this.#receipts.settle();
    for (const sent of unasked) sent.round = round;
  }

  #prune(): void {
    const { settledRound } = this.#receipts;
    if ((this.#sent[0]?.round ?? UNASKED) > settledRound) return;
    this.#sent = this.#sent.filter(({ round }) => round > settledRound);
  }
}

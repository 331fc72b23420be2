import { isRefusal, isRestart } from "../protocol/close-codes.ts";
import { ConnectionClosed } from "../protocol/errors.ts";

/** How long a client stays away; all in ms. */
export interface ReturnPlanOptions {
  readonly base: number;
  readonly cap: number;
  readonly stableAfter: number;
  readonly spread: number;
  readonly refusedPause: number;
  readonly refusedTries: number;
}

/** `atLeast` ms, whatever happens, then a random part of `upTo` ms. */
export interface Absence {
  readonly atLeast: number;
  readonly upTo: number;
}

/** What one client's failures so far mean for its next attempt. */
export class ReturnPlan {
  readonly #options: ReturnPlanOptions;
  #failures = 0;
  #refusals = 0;

  constructor(options: ReturnPlanOptions) {
    this.#options = options;
  }

  /** @returns `undefined` when the same would only happen again: it was refused `refusedTries` times in a row */
  after(error: unknown): Absence | undefined {
    const { base, cap, stableAfter, spread, refusedPause, refusedTries } = this.#options;
    const closed = error instanceof ConnectionClosed ? error : undefined;
    if (closed !== undefined && closed.aliveFor >= stableAfter) this.#failures = this.#refusals = 0;
    const refused = closed !== undefined && isRefusal(closed.code);
    this.#refusals = refused ? this.#refusals + 1 : 0;
    if (refused && this.#refusals >= refusedTries) return undefined;
    const doubled = Math.min(cap, base * 2 ** this.#failures);
    this.#failures += 1;
    const window = closed?.returnWithin ?? (closed !== undefined && isRestart(closed.code) ? spread : 0);
    return { atLeast: refused ? refusedPause : 0, upTo: Math.max(doubled, window) };
  }
}

import { take } from "rxjs";
import type { BufferWatch } from "./buffer-watch.ts";

/**
 * Answers `_PING`s. A peer that asks and does not read is answered once it does, for all at once: its questions cannot fill the buffer.
 *
 * ```
 * _PING    1-2-3-4-5----
 * full     --■■■■■■■■---
 * _PONG    1---------5--
 * ```
 */
export class PongDebt {
  readonly #buffer: BufferWatch;
  readonly #pong: (count: number) => void;
  #owed: number | undefined;

  /** @param pong sends the answer */
  constructor(buffer: BufferWatch, pong: (count: number) => void) {
    this.#buffer = buffer;
    this.#pong = pong;
  }

  /** Answers now, or when the buffer has drained. */
  answer(count: number): void {
    if (!this.#buffer.full) {
      this.#pong(count);
      return;
    }
    if (this.#owed === undefined) this.#buffer.drained$.pipe(take(1)).subscribe(() => this.#pay());
    this.#owed = count;
  }

  #pay(): void {
    const count = this.#owed;
    this.#owed = undefined;
    if (count !== undefined) this.#pong(count);
  }
}

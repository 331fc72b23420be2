import type { Replies } from "../../src/session/replies.ts";
import { BOUNDS } from "./bounds.ts";
import type { Watch } from "./violation.ts";

interface Memory {
  /** the request that was answered first */
  readonly first: number;
  /** characters of the answers to others, by request */
  readonly others: Map<number, number>;
}

/** Knows how much each of a server's memories was given, and asks for what it must have forgotten: I4. */
export class OutcomesWatch {
  readonly #memories = new Map<Replies, Memory>();
  readonly #forgotten = new Set<number>();

  /** A server sends a client an answer. */
  answered(replies: Replies, frame: string): void {
    const re = Number(/"re":(\d+)/.exec(frame)?.[1]);
    if (frame.includes('"code":"forgotten"')) this.#forgotten.add(re);
    const memory = this.#memories.get(replies);
    if (memory === undefined) this.#memories.set(replies, { first: re, others: new Map() });
    else if (re !== memory.first) memory.others.set(re, frame.length);
  }

  /** Asks those that were given twice what they may keep for what they were given first. It must be the last that is asked of them. */
  check(reachable: ReadonlySet<Replies>, watch: Watch): void {
    for (const [replies, { first, others }] of this.#memories) {
      const size = [...others.values()].reduce((sum, each) => sum + each, 0);
      if (!reachable.has(replies)) continue;
      if (others.size < 2 * BOUNDS.remembered && size < 2 * BOUNDS.rememberedSize) continue;
      this.#forgotten.clear();
      replies.admit(first);
      if (!this.#forgotten.has(first))
        watch.fail("I4", `the first of ${others.size} outcomes, ${size} characters, is still remembered`);
    }
  }
}

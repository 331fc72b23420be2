/** The invariants of the simulation; their texts are in `INVARIANTS`. */
export const INVARIANTS = {
  I1: "every request ends in one outcome; done is done once, failed is not done at all",
  I2: "at rest every copy is the server's state, and nothing is pending",
  I3: "on a line versions never go back and never skip",
  I4: "buffers and queues stay within their bounds",
  I5: "a store that fails is reported, and costs only what it was to keep",
  I6: "after a stop there are no timers, no sessions, no lines",
  I7: "one client's requests take effect in the order in which they were made",
  I8: "a write is made as a whole or not at all",
  I9: "a minute after the last fault everybody is live and idle",
  I10: "every close has a code of the protocol; after a terminal one nobody comes back",
  I11: "a session's own state is touched by its own clients only",
  I14: "every task that was started ends once; a cancel never reaches the next run",
  I16: "the same schedule does the same, twice",
  I17: "no error is left to the platform",
} as const;

export type Invariant = keyof typeof INVARIANTS;

/** Something that must never be. */
export class Violation extends Error {
  override readonly name = "Violation";

  constructor(
    readonly invariant: Invariant,
    readonly detail: string,
  ) {
    super(`${invariant} (${INVARIANTS[invariant]}): ${detail}`);
  }
}

/** Where violations are noted. They are not thrown where they are seen: that is inside the engine, which survives what is thrown there. */
export class Watch {
  readonly violations: Violation[] = [];

  fail(invariant: Invariant, detail: string): void {
    this.violations.push(new Violation(invariant, detail));
  }
}

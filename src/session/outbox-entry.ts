/** A request without an outcome. */
export interface OutboxEntry {
  readonly name: string;
  /** `waiting` to be sent, or `sent` and not answered */
  readonly state: "waiting" | "sent";
  /** when it was made, in ms of the session's clock */
  readonly since: number;
  /** Takes a waiting request back: it fails with `cancelled`. One that was sent can no longer be taken back. @returns whether it was */
  cancel(): boolean;
}

/** A request that was handed in. */
export interface Submitted {
  /** whether it is the last one and has not been sent: what it asks for may still be changed */
  readonly open: boolean;
  /** the id under which it was sent and waits for its answer */
  readonly id: number | undefined;
  /** Must be called when what it asks for has been changed. */
  touch(): void;
  /** Forgets it while it waits, without an outcome. @returns whether it did */
  withdraw(): boolean;
}

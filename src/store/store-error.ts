/**
 * What went wrong: `locks` the platform has none, so that nothing that was kept may be sent again; `held` another page keeps this outbox;
 * `read` it could not be read; `corrupt` what was kept cannot be understood; `write` it could not be written; `unkept` a request was not kept.
 */
export type StoreErrorCode = "locks" | "held" | "read" | "corrupt" | "write" | "unkept";

const CONSEQUENCES: Readonly<Record<StoreErrorCode, string>> = {
  locks:
    "there is no LockManager (the page is not served by https), so what an earlier page left is reported and not sent again",
  held: "another page keeps it: what waits here ends with this page",
  read: "it could not be read: what waits here ends with this page",
  corrupt: "what was kept is no outbox and has been put aside; see `stored`",
  write: "it could not be written: what waits here ends with this page",
  unkept: "a request is not kept, since it is too large or cannot be made without this page: it ends with this page",
};

/** An outbox that is not kept beyond this page, or not all of it. Everything else goes on. */
export class StoreError extends Error {
  override readonly name = "StoreError";

  /**
   * @param code what went wrong
   * @param outbox the name under which it is kept
   * @param cause what the store threw, if it did
   * @param stored what was found and not understood
   */
  constructor(
    readonly code: StoreErrorCode,
    readonly outbox: string,
    override readonly cause?: unknown,
    readonly stored?: string,
  ) {
    const why = cause instanceof Error ? ` (${cause.message})` : "";
    super(`The outbox ${outbox} (${code}): ${CONSEQUENCES[code]}${why}.`);
  }
}

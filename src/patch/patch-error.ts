/**
 * Why a patch was refused.
 *
 * - `BAD_OPERATION`: not an operation, an unknown `op`, a member missing or of the wrong type
 * - `BAD_POINTER`: not an RFC 6901 pointer
 * - `BAD_INDEX`: not a canonical array index (`0|[1-9]\d*`), out of range, or text cut between two halves of a surrogate pair
 * - `FORBIDDEN_PATH`: a token that names `__proto__`, `constructor`, `prototype` or anything inherited
 * - `MISSING`: nothing is there
 * - `TEST_FAILED`: a `test` found another value
 * - `NO_SNAPSHOT`: a delta came before the state it belongs to
 */
export type PatchErrorCode =
  "BAD_OPERATION" | "BAD_POINTER" | "BAD_INDEX" | "FORBIDDEN_PATH" | "MISSING" | "TEST_FAILED" | "NO_SNAPSHOT";

/** A patch does not fit the state. Nothing of it was applied. */
export class PatchError extends Error {
  override readonly name = "PatchError";

  /**
   * @param code for programs to tell the cases apart
   * @param reason what is wrong, for people
   * @param path the pointer at fault, `""` when there is none
   * @param index position of the operation in its patch, `-1` when it is not about one operation
   */
  constructor(
    readonly code: PatchErrorCode,
    reason: string,
    readonly path: string,
    readonly index: number,
  ) {
    super(`${index < 0 ? "" : `operation ${index}: `}${JSON.stringify(path)} ${reason}`);
  }
}

/**
 * A state holds something that JSON cannot carry.
 *
 * Raised where the state is read, so that the fault shows at its source and not as a hole in somebody's copy.
 */
export class NonJsonError extends Error {
  override readonly name = "NonJsonError";

  /**
   * @param path RFC 6901 pointer to the value, `""` for the state itself
   * @param reason what it is and what to do about it
   * @param options `cause`: what an accessor or `toJSON` threw
   */
  constructor(
    readonly path: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${path === "" ? "the state" : `the state's ${JSON.stringify(path)}`} ${reason}`, options);
  }
}

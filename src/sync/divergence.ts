import type { Position } from "../protocol/position.ts";

/** A client's copy was not what the server has at the same version. It has asked for the whole state. */
export class Divergence extends Error {
  override readonly name = "Divergence";

  /**
   * @param key the synced object
   * @param position where it was found out
   */
  constructor(
    readonly key: string,
    readonly position: Position,
  ) {
    super(
      `The copy of ${key} had diverged from the server's state at version ${position.version}; it has been asked for again.`,
    );
  }
}

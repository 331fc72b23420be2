import type { Random } from "./random.ts";

/** What hostile input is fed to. */
export interface FuzzTarget {
  /**
   * Makes one input out of chance, and feeds it.
   *
   * @throws Error that names the promise broken
   */
  input(numbers: Random): void | Promise<void>;
  /** Ends what the target holds. */
  close?(): Promise<void>;
}

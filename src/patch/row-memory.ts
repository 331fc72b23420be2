import type { KnownDifferent } from "./compare.ts";
import type { KnownHashes } from "./content-hash.ts";

/** What the recognition of rows remembers from one list to the next; made when it is needed, which is seldom. */
export class RowMemory {
  /** Whether anything was found to have travelled, even where its move was given up for something smaller. */
  travelled = false;

  private knownHashes: KnownHashes | undefined;
  private knownDifferent: KnownDifferent | undefined;

  get hashes(): KnownHashes {
    return (this.knownHashes ??= new Map());
  }

  get different(): KnownDifferent {
    return (this.knownDifferent ??= new Map());
  }
}

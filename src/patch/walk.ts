import type { PatchWriter } from "./patch-writer.ts";
import type { RowMemory } from "./row-symbols.ts";

/** What the parts of the diff ask of the whole. */
export interface Walk {
  readonly writer: PatchWriter;
  readonly memory: RowMemory;
  /** Rows that change their place are sent as `move`. */
  readonly moves: boolean;

  /** Writes the difference of two values that hang at `token` below where the walk is. */
  visit(token: string | number, before: unknown, after: unknown): void;

  /** The members that hold the key of a row of the list where the walk is. */
  rowKeys(): readonly string[];
}

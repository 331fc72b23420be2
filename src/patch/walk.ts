import type { PatchWriter } from "./patch-writer.ts";
import type { RowMemory } from "./row-memory.ts";

/** A place in the work of a walk. */
export interface Mark {
  readonly operations: number;
  readonly bytes: number;
  readonly later: number;
  readonly mostInside: number;
}

/** What the parts of the diff ask of the whole. */
export interface Walk {
  readonly writer: PatchWriter;
  readonly memory: RowMemory;
  /** Whether what has travelled is written as `move`. */
  readonly moves: boolean;

  /** Writes the difference of two values that hang at `token` below where the walk is. */
  visit(token: string | number, before: unknown, after: unknown): void;

  /** A place to go back to. */
  mark(): Mark;

  /** Forgets what was written and put aside since. */
  undo(mark: Mark): void;

  /** Bytes that `write` would write; nothing is written. `undefined` when enough has been tried already. */
  cost(write: () => void): number | undefined;

  /** The members that hold the key of a row of the list where the walk is. */
  rowKeys(): readonly string[];
}

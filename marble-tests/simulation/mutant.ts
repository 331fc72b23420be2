/** A piece of source that is replaced. */
export interface Patch {
  readonly file: string;
  /** must be there exactly once */
  readonly find: string;
  readonly replace: string;
}

/** A bug that is planted into the engine, to see whether the simulation finds it. */
export interface Mutant {
  readonly name: string;
  /** what it takes away */
  readonly why: string;
  /** more than one where a second defence would hide the bug */
  readonly patches: readonly Patch[];
  /** whether the small model is to find it as well @default false */
  readonly inSmall?: boolean;
}

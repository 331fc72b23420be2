/** How far a reader of a feed has come: `version` counts the updates within an `epoch`, which names one life of one feed. */
export interface Position {
  readonly epoch: string;
  readonly version: number;
}

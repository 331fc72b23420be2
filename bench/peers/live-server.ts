import type { LiveNotes, Step } from "../workloads/live-notes.ts";

/** A server of notes in a process of its own, as its process drives it. */
export interface LiveServer {
  readonly port: number;
  /** how many clients are connected */
  readonly lines: number;
  /** changes the state and tells the clients */
  publish(step: Step): void;
}

/** Opens one on a free port of the loopback address. */
export type OpenLiveServer = (state: LiveNotes) => Promise<LiveServer>;

/** What it can be asked; each question is answered with a number. */
export type Question =
  /** microseconds of CPU so far */
  | { readonly ask: "cpu" }
  /** bytes that JavaScript holds, garbage collected */
  | { readonly ask: "memory" }
  | { readonly ask: "lines" }
  /** changes so many titles, one a turn; without `perSecond` as fast as it can */
  | { readonly ask: "retitle"; readonly count: number; readonly perSecond?: number }
  /** changes the same few notes so often; when the last of these changes was made */
  | { readonly ask: "heat"; readonly count: number; readonly perSecond: number };

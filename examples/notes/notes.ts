import { syncKey } from "ws-sync-rx";

export interface Note {
  /** made by the server, and never used again */
  readonly id: string;
  readonly text: string;
}

/** The one state of this example: on the server, and in every browser that looks at it. */
export interface Notes {
  readonly title: string;
  readonly notes: readonly Note[];
  /** characters of all texts together; the server counts, clients read */
  readonly totalLength: number;
}

/** What clients may ask the server to do; titles and texts they write themselves, while typing. */
export interface NotesActions {
  add(args: { readonly text: string }): void;
  remove(args: { readonly id: string }): void;
  /** the server adds a note of its own after some seconds, whether its caller is still on the line or not */
  addLater(args: { readonly seconds: number }): void;
}

/** Names the state on the wire and carries its types to both ends. */
export const NOTES = syncKey<Notes, NotesActions>("NOTES");

/** What a client shows until the server's state comes in. */
export const NO_NOTES: Notes = { title: "", notes: [], totalLength: 0 };

/** What the server holds at most, in notes, characters and seconds. */
export const LIMITS = { notes: 10_000, title: 80, text: 500, totalLength: 1_000_000, seconds: 10 } as const;

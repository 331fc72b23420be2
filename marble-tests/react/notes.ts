import { syncKey } from "ws-sync-rx";

export interface Note {
  readonly id: string;
  readonly text: string;
}

export interface Notes {
  readonly title: string;
  readonly notes: readonly Note[];
}

export const NOTES = syncKey<Notes>("NOTES");

/** What a component shows first. */
export const EMPTY: Notes = { title: "", notes: [] };

/** What a server has. */
export const MILK: Notes = {
  title: "Shopping",
  notes: [
    { id: "1", text: "milk" },
    { id: "2", text: "bread" },
  ],
};

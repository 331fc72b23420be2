import { syncKey } from "ws-sync-rx";

/** What the page knows of the objects: their names and states on the wire, and what it reads of their states. */
export const KEYS = {
  notes: syncKey<{ title: string; notes: readonly string[]; total_length: number }>("NOTES"),
  notesSize: syncKey<object>("NOTES_SIZE"),
  camel: syncKey<object>("CAMEL"),
  filtered: syncKey<object>("FILTERED"),
  lazy: syncKey<object>("LAZY"),
  throttled: syncKey<object>("THROTTLED"),
  nested: syncKey<object>("NESTED"),
} as const;

/** What the page shows until the server's notes come in. */
export const NO_NOTES = { title: "", notes: [], total_length: 0 };

/** How `MUTATE` changes the nested object. */
export const MUTATIONS = [
  ...["append", "pop_front", "reverse", "move", "copy", "escape"],
  ...["newkeys", "clear", "deep", "type", "scalar", "unicode"],
];

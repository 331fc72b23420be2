import { syncKey } from "ws-sync-rx";
import type { KeyOf } from "ws-sync-rx/decorators";
import type { Notes } from "./objects/notes.ts";

/** What shows of `Notes` on the wire beside what its type says: the casing of its members, and what its methods are called there. */
interface NotesShape {
  readonly casing: "snake";
  readonly actions: { readonly ADD: "add"; readonly RENAME: "rename"; readonly RESET: "reset" };
  readonly tasks: { readonly COUNT: "count" };
}

/** What the page knows of the objects: their names on the wire, and of the notes all that it reads and calls. */
export const KEYS = {
  notes: syncKey<KeyOf<typeof Notes, NotesShape>>("NOTES"),
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

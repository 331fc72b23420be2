import { syncOnly } from "ws-sync-rx/decorators";
import { AS_ORIGINAL } from "./as-original.ts";
import { checkNotes } from "./check.ts";
import { NoteBook } from "./note-book.ts";

/** Three members are picked, and one is renamed. It has no setter, so a client that writes `size` is put right. */
@syncOnly(
  "NOTES_SIZE",
  { title: true, notes: true, totalLength: "size" },
  { ...AS_ORIGINAL, writes: { ...AS_ORIGINAL.writes, check: checkNotes } },
)
export class NotesSize extends NoteBook {
  notSynced = "never sent";
}

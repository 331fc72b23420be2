import { timer } from "rxjs";
import { onCancel, remoteAction, remoteTask, syncAll } from "ws-sync-rx/decorators";
import { AS_ORIGINAL } from "./as-original.ts";
import { checkNotes, text } from "./check.ts";
import { NoteBook } from "./note-book.ts";

/** All public members are synced; in snake case `totalLength` is `total_length` on the wire. What begins with `_` stays here. */
@syncAll("NOTES", { ...AS_ORIGINAL, casing: "snake", writes: { ...AS_ORIGINAL.writes, check: checkNotes } })
export class Notes extends NoteBook {
  _private = "never sent";

  @remoteAction("RESET") reset(): void {
    this.title = "My Notes";
    this.notes = [];
    this.sync();
  }

  /** Changes something and does not say so: it goes with the next difference. */
  @remoteAction("SILENT_RENAME") renameSilently({ new_title }: { readonly new_title: string }): void {
    this.title = text("new_title", new_title);
  }

  /** A task as a generator: it rests in every `yield`, and that is where a cancel ends it. */
  @remoteTask("COUNT") *count({ upto = 5, delay = 0.05 }: { readonly upto?: number; readonly delay?: number }) {
    for (let at = 0; at < upto; at += 1) {
      this.notes.push(`n${at}`);
      this.sync();
      yield timer(delay * 1_000);
    }
  }

  @onCancel("COUNT") counted(): void {
    this.notes.push("cancelled");
    this.sync();
  }
}

import { useCallback, useId, useState } from "react";
import { useAction, useSynced } from "ws-sync-rx/react";
import { LIMITS, NO_NOTES, NOTES } from "../notes.ts";
import { AddNote } from "./add-note.tsx";
import { LineStatus } from "./line-status.tsx";
import { NoteList } from "./note-list.tsx";
import type { PanelLine } from "./panel-line.ts";
import { SaveStatus } from "./save-status.tsx";

/** One client: its notes, and its line. Below it there is nothing that knows of the other panel. */
export function NotesPanel({ line }: { readonly line: PanelLine }) {
  const { title, notes, totalLength, syncTitle, write } = useSynced(NOTES, NO_NOTES);
  const add = useAction(NOTES, "add");
  const remove = useAction(NOTES, "remove");
  const [added, setAdded] = useState(0);
  const id = useId();

  const edit = useCallback(
    (noteId: string, text: string) => {
      void write((state) => ({
        ...state,
        notes: state.notes.map((note) => (note.id === noteId ? { ...note, text } : note)),
      }));
    },
    [write],
  );
  const removeNote = useCallback(
    (noteId: string) => {
      remove({ id: noteId }).catch(() => undefined);
    },
    [remove],
  );
  const addNote = useCallback(
    async (text: string) => {
      await add({ text });
      setAdded((before) => before + 1);
    },
    [add],
  );

  return (
    <section className="panel" aria-labelledby={`${id}-name`}>
      <header>
        <div className="panel-name">
          <h2 id={`${id}-name`}>Panel {line.name}</h2>
          <SaveStatus />
        </div>
        <LineStatus line={line} />
      </header>
      <label className="visually-hidden" htmlFor={`${id}-title`}>
        Title
      </label>
      <input
        id={`${id}-title`}
        className="title"
        value={title}
        maxLength={LIMITS.title}
        autoComplete="off"
        placeholder="Title"
        onChange={(event) => {
          syncTitle(event.target.value);
        }}
      />
      <NoteList notes={notes} added={added} label={`Notes in panel ${line.name}`} onEdit={edit} onRemove={removeNote} />
      <AddNote onAdd={addNote} />
      <p className="count">
        <span>{notes.length.toLocaleString("en")} notes</span>
        <span title="The server counts them; a write to this member is refused">
          totalLength {totalLength.toLocaleString("en")}
        </span>
      </p>
    </section>
  );
}

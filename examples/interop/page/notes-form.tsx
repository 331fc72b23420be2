import { useId, useState } from "react";
import { useAction, useSynced } from "ws-sync-rx/react";
import { KEYS, NO_NOTES } from "../keys.ts";

/** The title, synced while it is typed, and a note to add. */
export function NotesForm() {
  const id = useId();
  const { title, syncTitle } = useSynced(KEYS.notes, NO_NOTES);
  const add = useAction(KEYS.notes, "ADD");
  const [note, setNote] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add({ note }).then(
          () => {
            setNote("");
          },
          () => undefined,
        );
      }}
    >
      <label htmlFor={`${id}-title`}>Title</label>
      <input
        id={`${id}-title`}
        value={title}
        autoComplete="off"
        onChange={(event) => {
          syncTitle(event.target.value);
        }}
      />
      <label htmlFor={`${id}-note`}>Note</label>
      <input
        id={`${id}-note`}
        value={note}
        autoComplete="off"
        onChange={(event) => {
          setNote(event.target.value);
        }}
      />
      <button type="submit">ADD</button>
    </form>
  );
}

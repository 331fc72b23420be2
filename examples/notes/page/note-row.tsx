import { memo, useEffect, useRef } from "react";
import { LIMITS, type Note } from "../notes.ts";

/** The height of a row, in CSS pixels. */
export const ROW = 44;

export interface NoteRowProps {
  readonly note: Note;
  readonly index: number;
  readonly count: number;
  readonly onEdit: (id: string, text: string) => void;
  readonly onRemove: (id: string) => void;
}

/** One note: edited while typing, and lit up for a moment when somebody else has changed it. */
export const NoteRow = memo(function NoteRow({ note, index, count, onEdit, onRemove }: NoteRowProps) {
  const rowRef = useRef<HTMLLIElement>(null);
  const shownRef = useRef(note.text);

  useEffect(() => {
    const row = rowRef.current;
    const changed = shownRef.current !== note.text;
    shownRef.current = note.text;
    if (changed && row !== null && !row.contains(document.activeElement)) light(row);
  }, [note.text]);

  return (
    <li ref={rowRef} className="note" style={{ top: index * ROW }} aria-setsize={count} aria-posinset={index + 1}>
      <span className="note-number" aria-hidden="true">
        {index + 1}
      </span>
      <input
        aria-label={`Note ${index + 1}`}
        value={note.text}
        maxLength={LIMITS.text}
        autoComplete="off"
        onChange={(event) => {
          onEdit(note.id, event.target.value);
        }}
      />
      <button
        type="button"
        className="remove"
        aria-label={`Remove note ${index + 1}`}
        onClick={() => {
          focusNeighbour(rowRef.current);
          onRemove(note.id);
        }}
      >
        <span aria-hidden="true">×</span>
      </button>
    </li>
  );
});

function light(row: Element): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  row.animate([{ backgroundColor: "var(--lit)" }, { backgroundColor: "transparent" }], {
    duration: 900,
    // a handful of repaints: somebody types in this very moment
    easing: "steps(6)",
  });
}

/** The keyboard stays in the list when the row it is in goes away. */
function focusNeighbour(row: Element | null): void {
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  neighbour?.querySelector("button")?.focus();
}

import { useEffect, useRef, useState } from "react";
import type { Note } from "../notes.ts";
import { NoteRow, type NoteRowProps, ROW } from "./note-row.tsx";
import { useRowsInView } from "./use-rows-in-view.ts";

export interface NoteListProps extends Pick<NoteRowProps, "onEdit" | "onRemove"> {
  readonly notes: readonly Note[];
  /** how many notes were added here: the list goes to its end when the next one comes in */
  readonly added: number;
  readonly label: string;
}

/** The notes that can be seen, and the one that has the keyboard. */
export function NoteList({ notes, added, label, onEdit, onRemove }: NoteListProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const shownRef = useRef({ count: 0, added });
  const [focused, setFocused] = useState<string>();
  const { start, end } = useRowsInView(scrollerRef, ROW);
  const count = notes.length;

  useEffect(() => {
    const shown = shownRef.current;
    const scroller = scrollerRef.current;
    if (count > shown.count && added > shown.added && scroller !== null) {
      scroller.scrollTop = scroller.scrollHeight;
      shown.added = added;
    }
    shown.count = count;
  }, [count, added]);

  const seen = (note: Note, index: number): boolean => (index >= start && index < end) || note.id === focused;
  const rows = notes.flatMap((note, index) => (seen(note, index) ? [{ note, index }] : []));

  return (
    <div ref={scrollerRef} className="notes">
      {count === 0 && <p className="empty">No notes yet. Add the first one below.</p>}
      <ul
        aria-label={label}
        style={{ height: count * ROW }}
        onFocus={({ target }) => {
          setFocused(notes[indexOf(target)]?.id);
        }}
        onBlur={() => {
          setFocused(undefined);
        }}
      >
        {rows.map(({ note, index }) => (
          <NoteRow key={note.id} note={note} index={index} count={count} onEdit={onEdit} onRemove={onRemove} />
        ))}
      </ul>
    </div>
  );
}

function indexOf(target: Element): number {
  return Number(target.closest("li")?.getAttribute("aria-posinset") ?? 0) - 1;
}

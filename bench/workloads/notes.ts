import { random } from "./random.ts";
import { words } from "./words.ts";

export interface Note {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
  readonly tags: readonly string[];
}

/** A list of notes, the same with every call. */
export function notes(count: number): { title: string; notes: Note[] } {
  const next = random(1);
  const rows = Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    title: words(next, 4),
    text: words(next, 28),
    done: next() < 0.5,
    tags: [words(next, 1), words(next, 1)],
  }));
  return { title: "Notes", notes: rows };
}

/** A note that is not in the list. */
export const fresh: Note = { id: "new", title: "a new note", text: words(random(9), 28), done: false, tags: ["new"] };

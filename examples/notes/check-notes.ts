import { LIMITS, type Notes } from "./notes.ts";

/** The members that clients may write: the title, and the text of a note that exists. All else is changed by actions or not at all. */
export function isEditable(path: readonly string[]): boolean {
  const [member, , field] = path;
  return (path.length === 1 && member === "title") || (path.length === 3 && member === "notes" && field === "text");
}

/**
 * Looks at notes as they would become, and counts them.
 *
 * @returns the same notes with the `totalLength` they really have
 * @throws RangeError when they are more than the server holds
 * @throws TypeError when a title or a text is no text
 */
export function checkNotes({ title, notes }: Notes): Notes {
  within("the title", lengthOf(title), LIMITS.title);
  within("the list", notes.length, LIMITS.notes);
  let totalLength = 0;
  for (const { text } of notes) {
    within("a note", lengthOf(text), LIMITS.text);
    totalLength += text.length;
  }
  within("all notes together", totalLength, LIMITS.totalLength);
  return { title, notes, totalLength };
}

/** Writes come from anybody: what is typed as text here may be anything there. */
function lengthOf(text: unknown): number {
  if (typeof text !== "string") throw new TypeError(`Titles and notes are texts, this is ${JSON.stringify(text)}.`);
  return text.length;
}

function within(what: string, size: number, limit: number): void {
  if (size > limit) throw new RangeError(`${what} may have ${limit} at most, this would have ${size}.`);
}

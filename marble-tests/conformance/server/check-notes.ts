/** What both flavours make sure of before they take a write. */
export function checkNotes<State extends Readonly<Record<string, unknown>>>(next: State): State {
  const { notes, title } = next;
  if (typeof title !== "string") throw new TypeError("title must be a text");
  if (!Array.isArray(notes) || !notes.every((note) => typeof note === "string"))
    throw new TypeError("notes must be a list of texts");
  return next;
}

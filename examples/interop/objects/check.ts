/** Calls and writes come from anybody: what is typed as text may be anything. */
export function text(name: string, value: unknown): string {
  if (typeof value !== "string") throw new TypeError(`${name} must be a text, this is ${typeof value}.`);
  return value;
}

/** A payload, as it comes in a binary event. */
export function payload(name: string, value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name} must be the payload of a binary event.`);
  return value;
}

/** Notes as a client would have them. */
export function checkNotes<State extends Readonly<Record<string, unknown>>>(next: State): State {
  text("title", next["title"]);
  const notes = next["notes"];
  if (!Array.isArray(notes)) throw new TypeError("notes must be a list.");
  for (const note of notes) text("a note", note);
  return next;
}

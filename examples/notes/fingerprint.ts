import type { Note, Notes } from "./notes.ts";

const PRIME = 0x01000193;
const hashes = new WeakMap<Note, number>();

/** Eight hexadecimal digits that two states share when they are equal, and as good as never otherwise (FNV-1a, 32 bits). */
export function fingerprint({ title, notes, totalLength }: Notes): string {
  let hash = hashOf(`${title}\n${totalLength}\n${notes.length}`);
  for (const note of notes) {
    const known = hashes.get(note) ?? hashOf(`${note.id}\n${note.text}`);
    hashes.set(note, known);
    hash = Math.imul(hash ^ known, PRIME) ^ (hash >>> 15);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}

import { setEvent } from "ws-sync-rx";
import { type Note, NOTES, type Notes } from "../notes.ts";

const utf8 = new TextEncoder();
const sizes = new WeakMap<Note, number>();

/** The bytes of the frame that would carry the whole state. Notes that did not change are the same objects, and are measured once. */
export function fullSize(state: Notes): number {
  const frame = setEvent(NOTES, { ...state, notes: [] });
  let bytes = bytesOf(frame) + Math.max(0, state.notes.length - 1);
  for (const note of state.notes) {
    const size = sizes.get(note) ?? bytesOf(note);
    sizes.set(note, size);
    bytes += size;
  }
  return bytes;
}

function bytesOf(value: unknown): number {
  return utf8.encode(JSON.stringify(value)).length;
}

import { readFile } from "node:fs/promises";
import { checkNotes } from "./check-notes.ts";
import { NO_NOTES, type Notes } from "./notes.ts";

const TITLE = "Read me, then change me";
const TEXTS = [
  "This list lives on the server.",
  "What you see is a copy of it.",
  "Type here: the other panel follows.",
  "Watch the frames: only differences.",
  "Each panel has a session of its own.",
  "Open a second window and type there.",
  "Drop the line, and go on typing.",
  "It comes back by itself: no reload.",
  "What you wrote meanwhile is kept.",
  "The server counts totalLength.",
  "A forbidden write is put right.",
  "One feed: diffed once, encoded once.",
];

/**
 * What the server starts with.
 *
 * @param file a JSON file `{title, notes: [{text}]}`; without one, a list that explains itself
 */
export async function firstNotes(file: string | undefined): Promise<Notes> {
  const { title, notes } =
    file === undefined
      ? { title: TITLE, notes: TEXTS.map((text) => ({ text })) }
      : (JSON.parse(await readFile(file, "utf8")) as Pick<Notes, "title" | "notes">);
  return checkNotes({ ...NO_NOTES, title, notes: notes.map(({ text }, index) => ({ id: `n${index + 1}`, text })) });
}

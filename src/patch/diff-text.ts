import { splitsPair } from "./apply-text.ts";
import { cutText } from "./cut-text.ts";
import { jsonSize, textSize } from "./json-size.ts";
import { replaceSize, type PatchWriter } from "./patch-writer.ts";

/** Bytes of `{"op":"str_ins","path":…,"pos":…,"str":…},` without what the dots stand for; `str_del` has as many. */
const FRAME = 39;
/** Texts are compared in pieces of this many units before the one that differs is looked at unit by unit. */
const PIECE = 512;

/**
 * Writes the difference of two texts as what was taken out and what was put in between what they begin and end with alike.
 *
 * ```
 * before   The quick fox         str_del  pos 4, len 5   "quick"
 * after    The slow fox          str_ins  pos 4          "slow"
 * ```
 *
 * A surrogate pair is never split, and a text that would take more so is replaced.
 */
export function diffText(writer: PatchWriter, before: string, after: string): void {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const taken = before.length - start - end;
  const put = cutText(after, start, after.length - end);
  const path = writer.path();
  const frame = FRAME + textSize(path) + jsonSize(start);
  const deletion = taken === 0 ? 0 : frame + jsonSize(taken);
  const insertion = put === "" ? 0 : frame + textSize(put);
  // Two lone surrogates that meet once the text between them is out are a pair, and nothing can be put between its halves.
  const meet = taken > 0 && put !== "" && splitsPair(before.charAt(start - 1) + before.charAt(start + taken), 1);
  const bytes = deletion + insertion;
  // Replacing takes more than the text has units: where this is more than enough, nobody has to measure it.
  if (meet || (bytes > after.length && bytes >= replaceSize(path, after, bytes))) {
    writer.replace(after);
    return;
  }
  if (taken > 0) writer.push({ op: "str_del", path, pos: start, len: taken }, deletion);
  if (put !== "") writer.push({ op: "str_ins", path, pos: start, str: put }, insertion);
}

/** Units both begin with, up to a place that splits a pair in neither. */
function commonStart(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  // Most texts grow at their end: one comparison of two slices is as fast as comparing memory.
  if (a.slice(0, shorter) === b.slice(0, shorter)) at = shorter;
  else {
    while (a.slice(at, at + PIECE) === b.slice(at, at + PIECE)) at += PIECE;
    while (a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  }
  return splitsPair(a, at) || splitsPair(b, at) ? at - 1 : at;
}

/** Units both end with beyond what they begin with, from a place that splits a pair in neither. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (
    count + PIECE <= most &&
    a.slice(a.length - count - PIECE, a.length - count) === b.slice(b.length - count - PIECE, b.length - count)
  ) {
    count += PIECE;
  }
  while (count < most && a.charCodeAt(a.length - count - 1) === b.charCodeAt(b.length - count - 1)) count += 1;
  return splitsPair(a, a.length - count) || splitsPair(b, b.length - count) ? count - 1 : count;
}

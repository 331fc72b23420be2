const FOLDERS = /^.*[\\/]/s;
/** also what turns the order of writing round, so that `exe.txt` cannot stand where `txt.exe` is meant */
const INVISIBLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
/** a name that begins with dots is hidden, or a folder; Windows drops those at the end */
const EDGES = /^[\s.]+|[\s.]+$/g;
const FALLBACK = "download";
const LONGEST = 200;

/**
 * What of a name from the other end may be given to a file: the last part of a path, without control characters.
 *
 * @returns at most 200 characters; `download` when nothing is left
 */
export function fileName(name: string): string {
  const bare = name.replace(INVISIBLE, "").replace(FOLDERS, "").slice(-LONGEST).replace(EDGES, "");
  return bare === "" ? FALLBACK : bare;
}

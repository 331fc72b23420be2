/** What a fuzzing process tells the one that watches it, one JSON text a line, on file descriptor 3. */
export type Progress =
  | { readonly kind: "begin"; readonly input: number }
  /** an input broke a promise; the process goes on */
  | { readonly kind: "crash"; readonly input: number; readonly detail: string }
  | { readonly kind: "end" };

/** The file descriptor: not the output, which may be buffered and belongs to whatever is fuzzed. */
export const PROGRESS_FD = 3;

/** Reads the lines of a stream of text, whatever pieces it comes in. */
export function progressReader(onProgress: (progress: Progress) => void): (piece: string) => void {
  let rest = "";
  return (piece) => {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onProgress(JSON.parse(line) as Progress);
  };
}

import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import { BehaviorSubject, type Observable } from "rxjs";
import { applyPatch, createPatch, type PatchOperation, type StateHolder } from "ws-sync-rx";
import { type Board, firstBoard } from "./board.ts";

/** One line of the file. */
type Entry = { readonly patch: readonly PatchOperation[] } | { readonly counted: string };

/**
 * The simplest store that survives SIGKILL: every change is appended to a file before anybody hears of it, and all of them are made again at the
 * next start. (Not power failures: nothing is flushed to the disk.)
 */
export class Journal implements StateHolder<Board> {
  readonly #file: string;
  readonly #board$: BehaviorSubject<Board>;
  readonly #counts = new Map<string, number>();

  constructor(file: string) {
    this.#file = file;
    let board = firstBoard();
    for (const entry of entriesOf(file)) {
      if ("patch" in entry) board = applyPatch(board, entry.patch);
      else this.#counted(entry.counted);
    }
    this.#board$ = new BehaviorSubject(board);
  }

  /** How often each token was counted. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  get board$(): Observable<Board> {
    return this.#board$;
  }

  get value(): Board {
    return this.#board$.value;
  }

  next(board: Board): void {
    const patch = createPatch(this.value, board, { text: true });
    if (patch.length > 0) this.#append({ patch });
    this.#board$.next(board);
  }

  /** Counts a token. @returns how often it has been counted */
  count(token: string): number {
    this.#append({ counted: token });
    return this.#counted(token);
  }

  #counted(token: string): number {
    const count = (this.#counts.get(token) ?? 0) + 1;
    this.#counts.set(token, count);
    return count;
  }

  #append(entry: Entry): void {
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

/** A line without its end was being written when the process was killed: nobody has heard of it. */
function entriesOf(file: string): readonly Entry[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) truncateSync(file, end);
  return bytes
    .toString("utf8", 0, end)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Entry);
}

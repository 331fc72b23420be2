import { syncKey } from "ws-sync-rx";

/** One row of the shared list. */
export interface Row {
  readonly id: string;
  /** `<id>@<token>` for every edit, so that one which hit another row shows */
  readonly text: string;
}

/** The state that everybody writes to. Every change carries a token that is used once. */
export interface Board {
  /** assigned by all */
  readonly title: string;
  /** the server's last word, by which a client knows that it has seen everything */
  readonly marker: string;
  /** nobody may write it */
  readonly locked: string;
  readonly rows: readonly Row[];
  /** texts to which tokens are appended */
  readonly texts: Readonly<Record<string, string>>;
  /** one member for each client, assigned by it alone */
  readonly [slot: `slot-${string}`]: string;
}

/** What a client may call; all but `refuse` count the token, and say how often it has been counted. */
export interface BoardActions {
  count(args: { readonly token: string }): number;
  slow(args: { readonly token: string }): number;
  refuse(args: { readonly token: string }): number;
}
/** Counts the token at its end. */
export interface BoardTasks {
  work(args: { readonly token: string }): number;
}

export const BOARD = syncKey<Board, BoardActions, BoardTasks>("BOARD");

/** the texts' names */
export const TEXTS = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;
/** rows there are at first */
export const ROWS = 2_000;

/** Rows with an odd number may be removed, each by one client only; the others are edited. */
export function rowId(index: number): string {
  return `r${index}`;
}

/** The state before anything has happened. */
export function firstBoard(): Board {
  return {
    title: "",
    marker: "",
    locked: "",
    rows: Array.from({ length: ROWS }, (_, index) => ({ id: rowId(index), text: "" })),
    texts: Object.fromEntries(TEXTS.map((name) => [name, ""])),
  };
}

/** What a client shows before the server has said anything. */
export const NO_BOARD: Board = { title: "", marker: "", locked: "", rows: [], texts: {} };

import { type Observable, takeUntil, timer } from "rxjs";
import { action, type Session, type Synced, task } from "ws-sync-rx";
import type { Random } from "../fuzz/random.ts";
import { type Board, BOARD, ROWS, rowId, TEXTS } from "./board.ts";

/** What is asked for. */
export type Kind =
  | "title" // an assignment that all make
  | "slot" // an assignment of a member of one's own
  | "push" // a row at the end
  | "insert" // a row anywhere
  | "edit" // of the row with an id
  | "append" // to a text
  | "remove" // the row with an id
  | "locked" // a write that is not allowed
  | "invalid" // a write that the server's check refuses
  | "count" // an action
  | "urgent" // the same, now or never
  | "slow" // an action that takes its time
  | "refuse" // an action that is refused
  | "work" // a task
  | "cancel"; // a task that is cancelled

/** A request and what became of it. */
export interface Asked {
  readonly kind: Kind;
  /** used once */
  readonly token: string;
  readonly client: string;
  /** the how manieth of its client */
  readonly number: number;
  /** the row, or the text */
  readonly place: string;
  /** `done`, `open`, `left` (a task that was cancelled here), or the code of its error */
  outcome: string;
  /** what a call resulted in */
  result?: unknown;
}

/** Who asks. */
export interface Asker {
  readonly session: Session;
  readonly board: Synced<Board>;
  readonly random: Random;
  readonly name: string;
  /** it may remove the rows whose number leaves this when divided by the number of clients, twice */
  readonly index: number;
  readonly clients: number;
}

const WEIGHTS: Readonly<Record<Kind, number>> = {
  ...{ title: 4, slot: 12, push: 20, insert: 4, edit: 20, append: 10, remove: 3, locked: 2, invalid: 2 },
  ...{ count: 14, urgent: 3, slow: 6, refuse: 2, work: 4, cancel: 2 },
};
const KINDS = Object.entries(WEIGHTS).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind as Kind));

/** Chooses the next request of a client. */
export function choose({ random, name, index, clients }: Asker, number: number): Asked {
  const kind = random.pick(KINDS);
  const own = 2 * (index + clients * random.below(Math.floor(ROWS / 2 / clients))) + 1;
  const places: Partial<Record<Kind, string>> = {
    edit: rowId(2 * random.below(ROWS / 2)),
    append: random.pick(TEXTS),
    remove: rowId(own),
    slot: `slot-${name}`,
  };
  return { kind, token: `${name}.${number}`, client: name, number, place: places[kind] ?? "", outcome: "open" };
}

/** Makes a request. */
export function ask(asker: Asker, asked: Asked): Observable<unknown> {
  const { session, board, random } = asker;
  const { kind, token, place } = asked;
  switch (kind) {
    case "count":
    case "slow":
    case "refuse":
      return action(session, BOARD, kind, { token });
    case "urgent":
      return action(session, BOARD, "count", { token }, { offline: "fail" });
    case "work":
      return task(session, BOARD, "work", { token });
    case "cancel":
      return task(session, BOARD, "work", { token }).pipe(takeUntil(timer(random.below(600))));
    default:
      return board.write(changeOf(kind, token, place, random));
  }
}

function changeOf(
  kind: Kind,
  token: string,
  place: string,
  random: Random,
): Partial<Board> | ((board: Board) => Board) {
  const share = random.below(1_000) / 1_000;
  const row = { id: token, text: "" };
  switch (kind) {
    case "title":
      return { title: token };
    case "slot":
      return { [place]: token };
    case "locked":
      return { locked: token };
    case "invalid":
      return { title: `!${token}` };
    case "append":
      return ({ texts, ...rest }) => ({ ...rest, texts: { ...texts, [place]: `${texts[place] ?? ""} ${token}` } });
    case "push":
      return (board) => ({ ...board, rows: [...board.rows, row] });
    case "insert":
      return (board) => ({ ...board, rows: board.rows.toSpliced(Math.floor(share * board.rows.length), 0, row) });
    case "remove":
      return (board) => ({ ...board, rows: board.rows.filter(({ id }) => id !== place) });
    default:
      return (board) => ({
        ...board,
        rows: board.rows.map((one) => (one.id === place ? { ...one, text: `${one.text} ${place}@${token}` } : one)),
      });
  }
}

import { type Change, syncKey } from "ws-sync-rx";

/** A row is known by its id; nobody ever uses an id twice. */
export interface Row {
  readonly id: string;
  readonly text: string;
}

/** The state that all sessions share. Everything in it names the request that made it, so that an oracle can tell what was done. */
export interface Doc {
  readonly title: string;
  readonly note: string;
  /** markers, `<7>`, inserted anywhere and never taken out */
  readonly body: string;
  readonly count: number;
  readonly rows: readonly Row[];
  /** ids of the rows that were put in as pairs: here and in `rows` in one write */
  readonly pairs: readonly string[];
  /** what actions did */
  readonly log: readonly string[];
  /** many, of which many change at once; of no request */
  readonly cells: readonly string[];
}

export const EMPTY_DOC: Doc = { title: "", note: "", body: "", count: 0, rows: [], pairs: [], log: [], cells: [] };

/** What belongs to one session alone. */
export interface Own {
  readonly owner: string;
  readonly marks: readonly string[];
}

export interface Echo {
  readonly id: string;
  readonly text: string;
}

export interface Actions {
  /** makes one entry in the log, at once or after `ms`; answers with its id */
  readonly add: (args: { readonly id: string; readonly ms: number }) => string;
  /** throws, and does nothing */
  readonly fail: (args: { readonly id: string }) => never;
  /** does nothing; answers with what it was given */
  readonly echo: (args: Echo) => Echo;
}

export interface TaskArgs {
  readonly id: string;
  readonly ms: number;
  readonly fails: boolean;
}

export interface Tasks {
  readonly run: (args: TaskArgs) => void;
}

export const DOC = syncKey<Doc, Actions, Tasks>("DOC");
export const OWN = syncKey<Own>("OWN");
export const EMPTY_OWN: Own = { owner: "", marks: [] };

/** A text that the server refuses. */
export const FORBIDDEN = "forbidden";

/** One change of a state, as data; `at` picks a place among those there are. */
export interface Edit {
  readonly kind: "title" | "note" | "push" | "edit" | "remove" | "insert" | "add" | "pair" | "forbidden" | "move";
  readonly at: number;
}

const pick = (at: number, length: number): number => (length === 0 ? 0 : at % length);

/** The row that an edit means, in a state; never one that is going to be refused. */
export function targetOf(edit: Edit, doc: Doc): string | undefined {
  if (edit.kind !== "edit" && edit.kind !== "remove") return undefined;
  const rows = doc.rows.filter(({ text }) => text !== FORBIDDEN);
  return rows[pick(edit.at, rows.length)]?.id;
}

/**
 * The edit as a recipe, which may be run again on another state.
 *
 * @param token names whoever asks, in what it leaves behind
 * @param target the row that is meant
 */
export function recipeOf(edit: Edit, token: string, target: string | undefined): (doc: Doc) => Doc {
  const row = { id: token, text: `text of ${token}` };
  switch (edit.kind) {
    case "title":
      return (doc) => ({ ...doc, title: token });
    case "note":
      return (doc) => ({ ...doc, note: token });
    case "push":
      return (doc) => ({ ...doc, rows: doc.rows.toSpliced(pick(edit.at, doc.rows.length + 1), 0, row) });
    case "edit":
      return (doc) => ({
        ...doc,
        rows: doc.rows.map((each) => (each.id === target ? { ...each, text: token } : each)),
      });
    case "remove":
      return (doc) => ({ ...doc, rows: doc.rows.filter(({ id }) => id !== target) });
    case "insert":
      return (doc) => ({ ...doc, body: inserted(doc.body, edit.at, `<${token}>`) });
    case "add":
      return (doc) => ({ ...doc, count: doc.count + 1 });
    case "pair":
      return (doc) => ({ ...doc, rows: [...doc.rows, row], pairs: [...doc.pairs, token] });
    case "forbidden":
      return (doc) => ({ ...doc, note: token, rows: [...doc.rows, { id: token, text: FORBIDDEN }] });
    case "move":
      return (doc) => ({ ...doc, rows: moved(doc.rows, edit.at) });
  }
}

/** The edit as a client makes it: members of the state are assigned, everything else is a recipe. */
export function changeOf(edit: Edit, token: string, target: string | undefined): Change<Doc> {
  return edit.kind === "title" || edit.kind === "note" ? { [edit.kind]: token } : recipeOf(edit, token, target);
}

/** Never inside another marker. */
function inserted(body: string, at: number, marker: string): string {
  const parts = body.split(/(?<=>)/);
  const index = pick(at, parts.length + 1);
  return [...parts.slice(0, index), marker, ...parts.slice(index)].join("");
}

function moved(rows: readonly Row[], at: number): readonly Row[] {
  const [first] = rows;
  return first === undefined ? rows : rows.slice(1).toSpliced(pick(at, rows.length), 0, first);
}

import { type Board, rowId, ROWS } from "./board.ts";
import type { Asked } from "./requests.ts";

/** What the server has at the end. */
export interface Truth {
  readonly board: Board;
  /** how often each token was counted */
  readonly counts: readonly (readonly [string, number])[];
}

/** Everything that is not as it was reported. */
export interface Verdict {
  /** reported done and not there; never reported at all */
  readonly lost: readonly string[];
  /** there twice; reported failed and there nevertheless; somewhere else than meant */
  readonly doubled: readonly string[];
  /** of one client, and in another order than asked for */
  readonly disordered: readonly string[];
}

/** outcomes after which it may be there or not */
const EITHER = new Set(["interrupted", "timeout", "forgotten", "left"]);

/** How often each token is to be found, by the kind of place. */
function found({ board, counts }: Truth): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const find = (place: string): void => void places.set(place, (places.get(place) ?? 0) + 1);
  const tokens = (text: string): readonly string[] => text.split(" ").filter((token) => token !== "");
  for (const { id, text } of board.rows) {
    find(`row ${id}`);
    for (const token of tokens(text)) find(`edit ${id} ${token}`);
  }
  for (const [name, text] of Object.entries(board.texts))
    for (const token of tokens(text)) find(`append ${name} ${token}`);
  for (const [token, count] of counts) places.set(`count ${token}`, count);
  return places;
}

/** Where a request that was done is found; `undefined` for those that leave no trace of their own. */
function placeOf({ kind, token, place }: Asked): string | undefined {
  switch (kind) {
    case "push":
    case "insert":
      return `row ${token}`;
    case "edit":
      return `edit ${place} ${place}@${token}`;
    case "append":
      return `append ${place} ${token}`;
    case "remove":
      return `row ${place}`;
    case "count":
    case "urgent":
    case "slow":
    case "refuse":
    case "work":
    case "cancel":
      return `count ${token}`;
    default:
      return undefined;
  }
}

const named = ({ kind, token, place, outcome }: Asked, what: string): string =>
  `${kind} ${token}${place === "" ? "" : ` at ${place}`}, reported ${outcome}: ${what}`;

/** Compares what everybody was told with what there is. */
export function judge(all: readonly Asked[], truth: Truth): Verdict {
  const [lost, doubled]: [string[], string[]] = [[], []];
  const there = new Map(found(truth));
  const accounted = new Set<string>();
  for (const asked of all) {
    if (asked.outcome === "open") lost.push(named(asked, "it never had an outcome"));
    if (!/^[a-zA-Z]+$/.test(asked.outcome)) lost.push(named(asked, "that is no outcome"));
    const place = placeOf(asked);
    if (place === undefined) continue;
    accounted.add(place);
    const done = asked.outcome === "done";
    const certain = done || !(EITHER.has(asked.outcome) || asked.outcome === "open");
    const times = there.get(place) ?? 0;
    if (asked.kind === "remove") {
      // a row may be removed by an earlier request of the same client
      if (done && times > 0) lost.push(named(asked, "the row is still there"));
    } else if (times > 1) doubled.push(named(asked, `it is there ${times} times`));
    else if (done && times === 0) lost.push(named(asked, "it is not there"));
    else if (certain && !done && times > 0) doubled.push(named(asked, "it is there"));
    if (done && asked.result !== undefined && place.startsWith("count") && asked.result !== 1)
      doubled.push(named(asked, `it resulted in ${JSON.stringify(asked.result)}`));
  }
  for (const id of Array.from({ length: ROWS }, (_, index) => rowId(index))) {
    const times = there.get(`row ${id}`) ?? 0;
    if (times === 0 && !accounted.has(`row ${id}`)) lost.push(`row ${id}: nobody has removed it`);
    if (times > 1) doubled.push(`row ${id}: it is there ${times} times`);
  }
  for (const place of there.keys()) {
    if (!accounted.has(place) && !/^row r\d+$/.test(place)) doubled.push(`${place}: nobody has asked for this here`);
  }
  return { lost: [...lost, ...assignments(all, truth.board)], doubled, disordered: disordered(all, truth.board) };
}

/** An assignment of one's own is there unless a later one is; one that all make is the one of somebody who was not refused. */
function assignments(all: readonly Asked[], board: Board): readonly string[] {
  const wrong: string[] = [];
  const slots = new Set(all.filter(({ kind }) => kind === "slot").map(({ place }) => place));
  for (const slot of slots) {
    const of = all.filter(({ kind, place }) => kind === "slot" && place === slot);
    const last = of.findLastIndex(({ outcome }) => outcome === "done");
    const possible = of.filter(({ outcome }, index) => index === last || (index > last && EITHER.has(outcome)));
    const value = Object.entries(board).find(([name]) => name === slot)?.[1] as unknown;
    const unassigned = last === -1 && value === undefined;
    if (!unassigned && !possible.some(({ token }) => token === value)) {
      wrong.push(`${slot} is ${String(value)}, not ${possible.map(({ token }) => token).join(" or ")}`);
    }
  }
  const titles = all.filter(({ kind, outcome }) => kind === "title" && (outcome === "done" || EITHER.has(outcome)));
  if (board.title !== "" && !titles.some(({ token }) => token === board.title)) wrong.push(`title is ${board.title}`);
  if (board.title === "" && titles.some(({ outcome }) => outcome === "done")) wrong.push("title was never assigned");
  if (board.locked !== "") wrong.push(`locked is ${board.locked}`);
  return wrong;
}

/** The rows that one client has put at the end are in the order in which it asked. */
function disordered(all: readonly Asked[], board: Board): readonly string[] {
  const pushed = new Map(all.filter(({ kind }) => kind === "push").map((asked) => [asked.token, asked]));
  const latest = new Map<string, number>();
  const wrong: string[] = [];
  for (const { id } of board.rows) {
    const asked = pushed.get(id);
    if (asked === undefined) continue;
    const before = latest.get(asked.client) ?? -1;
    if (asked.number < before) wrong.push(named(asked, `it comes behind number ${before}`));
    latest.set(asked.client, Math.max(before, asked.number));
  }
  return wrong;
}

import { describe, expect, it } from "@jest/globals";
import { type Board, firstBoard } from "./board.ts";
import type { Asked } from "./requests.ts";
import { judge, type Verdict } from "./verdict.ts";

const asked = (kind: Asked["kind"], outcome: string, number = 0, place = ""): Asked => ({
  ...{ kind, token: `c0.${number}`, client: "c0", number, place, outcome },
});
const put = (board: Board, ...ids: string[]): Board => ({
  ...board,
  rows: [...board.rows, ...ids.map((id) => ({ id, text: "" }))],
});
const edited = (board: Board, row: number, text: string): Board => ({
  ...board,
  rows: board.rows.map((one, index) => (index === row ? { ...one, text } : one)),
});

const counted = (verdict: Verdict): readonly number[] => [
  verdict.lost.length,
  verdict.doubled.length,
  verdict.disordered.length,
];
const first = firstBoard();

interface Case {
  readonly name: string;
  readonly all: readonly Asked[];
  readonly board?: Board;
  readonly counts?: readonly (readonly [string, number])[];
  readonly found: readonly [lost: number, doubled: number, disordered: number];
}

// prettier-ignore
const cases: readonly Case[] = [
  { name: "nothing asked, nothing there",        all: [],                                                   found: [0, 0, 0] },
  { name: "done and there",                      all: [asked("push", "done")], board: put(first, "c0.0"),          found: [0, 0, 0] },
  { name: "done and not there",                  all: [asked("push", "done")],                                     found: [1, 0, 0] },
  { name: "there twice",                         all: [asked("push", "done")], board: put(first, "c0.0", "c0.0"),  found: [0, 1, 0] },
  { name: "failed and there",                    all: [asked("push", "conflict")], board: put(first, "c0.0"),      found: [0, 1, 0] },
  { name: "failed and not there",                all: [asked("push", "conflict")],                                 found: [0, 0, 0] },
  { name: "interrupted and there",               all: [asked("push", "interrupted")], board: put(first, "c0.0"),   found: [0, 0, 0] },
  { name: "interrupted and not there",           all: [asked("push", "interrupted")],                              found: [0, 0, 0] },
  { name: "interrupted and there twice",         all: [asked("push", "interrupted")], board: put(first, "c0.0", "c0.0"), found: [0, 1, 0] },
  { name: "without an outcome",                  all: [asked("push", "open")],                                     found: [1, 0, 0] },
  { name: "with an outcome that is none",        all: [asked("count", "TypeError: no")],                           found: [1, 0, 0] },
  { name: "in another order",                    all: [asked("push", "done"), asked("push", "done", 1)], board: put(first, "c0.1", "c0.0"), found: [0, 0, 1] },
  { name: "a row that nobody asked for",         all: [], board: put(first, "c0.0"),                               found: [0, 1, 0] },
  { name: "a row that nobody has removed",       all: [], board: { ...first, rows: first.rows.slice(1) },          found: [1, 0, 0] },
  { name: "removed and still there",             all: [asked("remove", "done", 0, "r1")],                          found: [1, 0, 0] },
  { name: "an edit of the row that was meant",   all: [asked("edit", "done", 0, "r2")], board: edited(first, 2, " r2@c0.0"), found: [0, 0, 0] },
  { name: "an edit of another row",              all: [asked("edit", "done", 0, "r2")], board: edited(first, 3, " r2@c0.0"), found: [1, 1, 0] },
  { name: "counted once",                        all: [asked("count", "done")], counts: [["c0.0", 1]],             found: [0, 0, 0] },
  { name: "counted twice",                       all: [asked("count", "done")], counts: [["c0.0", 2]],             found: [0, 1, 0] },
  { name: "refused and counted",                 all: [asked("refuse", "forbidden")], counts: [["c0.0", 1]],       found: [0, 1, 0] },
  { name: "told that it was counted twice",      all: [{ ...asked("count", "done"), result: 2 }], counts: [["c0.0", 1]], found: [0, 1, 0] },
  { name: "the last assignment",                 all: [asked("slot", "done", 0, "slot-c0"), asked("slot", "done", 1, "slot-c0")], board: { ...first, "slot-c0": "c0.1" }, found: [0, 0, 0] },
  { name: "an assignment that came too late",    all: [asked("slot", "done", 0, "slot-c0"), asked("slot", "done", 1, "slot-c0")], board: { ...first, "slot-c0": "c0.0" }, found: [1, 0, 0] },
  { name: "a later one that may have been done", all: [asked("slot", "done", 0, "slot-c0"), asked("slot", "interrupted", 1, "slot-c0")], board: { ...first, "slot-c0": "c0.1" }, found: [0, 0, 0] },
  { name: "what nobody may write",               all: [asked("locked", "forbidden")], board: { ...first, locked: "c0.0" }, found: [1, 0, 0] },
];

describe("the verdict on a chaos run", () => {
  it.each(cases)("$name", ({ all, board = first, counts = [], found }) => {
    expect(counted(judge(all, { board, counts }))).toEqual(found);
  });
});

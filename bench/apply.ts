import fastJsonPatch from "fast-json-patch";
import { applyPatches, enablePatches, type Patch } from "immer";
import { apply as applyMutative } from "mutative";

import { applyPatch } from "../src/patch/apply-patch.ts";
import { createPatch } from "../src/patch/create-patch.ts";
import type { Operation } from "../src/patch/operation.ts";
import { parsePointer } from "../src/patch/pointer.ts";
import { atLeast, atMost, measure, printGoals, printTable, showMicros, wantsJson, type Timing } from "./harness.ts";
import { peer } from "./peers/peer.ts";
import { notes } from "./workloads/notes.ts";

/** One patch, typed as each library wants it. */
interface Frame {
  readonly patch: readonly Operation[];
  readonly theirs: readonly fastJsonPatch.Operation[];
  readonly drafted: Patch[];
}

interface ImmutableJsonPatch {
  immutableJSONPatch(state: unknown, patch: readonly Operation[]): unknown;
}

enablePatches();
const immutable = await peer<ImmutableJsonPatch>("immutable-json-patch");

/** So many frames there are of each kind, taken in turn. */
const FRAMES = 64;

const state = notes(1_000);
const row = state.notes[500];

/** What arrives at a client, and what it takes to apply it: no two frames name the same rows. */
const works: readonly { readonly name: string; readonly frames: readonly Frame[] }[] = [
  { name: "one title", frames: frames((i) => [titled(i * 15, i)]) },
  {
    name: "insert front and remove it",
    frames: frames(() => [
      { op: "add", path: "/notes/0", value: row },
      { op: "remove", path: "/notes/0" },
    ]),
  },
  { name: "ten rows moved", frames: frames((i) => createPatch(state, moved(500 + i))) },
  { name: "100 titles", frames: frames((i) => Array.from({ length: 100 }, (_, k) => titled(k * 10 + (i % 10), i))) },
];

const results = works.map(({ name, frames }) => ({ name, timings: timingsOf(frames) }));
const oneTitle = results[0]?.timings ?? [];
const of = (name: string, timings: readonly Timing[]) => timings.find((one) => one.name === name)?.micros ?? NaN;
const ratio = (name: string) => of(name, oneTitle) / of("ours", oneTitle);
const found = [
  atMost("P9", "one title: ours / fast-json-patch in place", 1 / ratio("fast-json-patch, in place"), 3),
  atLeast("P9", "one title: mutative / ours", ratio("mutative"), 1),
  atLeast("P9", "one title: the original client / ours", ratio("original: deepClone, applyReducer"), 1_000),
];

if (wantsJson) {
  console.log(JSON.stringify({ bench: "apply", node: process.version, results, goals: found }));
} else {
  const rows = results.flatMap(({ name, timings }) =>
    timings.map((one) => [name, one.name, showMicros(one.micros), (one.micros / of("ours", timings)).toPrecision(3)]),
  );
  printTable(["work", "who", "time", "x ours"], rows);
  printGoals(found);
}

function timingsOf(frames: readonly Frame[]): Timing[] {
  const inPlace = structuredClone(state);
  return measure([
    { name: "ours", run: inTurn(frames, ({ patch }) => applyPatch(state, patch)) },
    {
      name: "fast-json-patch, in place",
      run: inTurn(frames, ({ theirs }) => fastJsonPatch.applyPatch(inPlace, theirs)),
    },
    { name: "mutative", run: inTurn(frames, ({ drafted }) => applyMutative(state, drafted)) },
    ...(immutable === undefined
      ? []
      : [
          {
            name: "immutable-json-patch",
            run: inTurn(frames, ({ patch }) => immutable.immutableJSONPatch(state, patch)),
          },
        ]),
    { name: "list copy alone", run: () => state.notes.slice() },
    { name: "immer", run: inTurn(frames, ({ drafted }) => applyPatches(state, drafted)) },
    {
      name: "original: deepClone, applyReducer",
      run: inTurn(frames, ({ theirs }) =>
        theirs.reduce<unknown>(fastJsonPatch.applyReducer, fastJsonPatch.deepClone(state)),
      ),
    },
  ]);
}

/** Frames as they come off the line: each is parsed for itself. */
function frames(make: (i: number) => readonly Operation[]): Frame[] {
  return Array.from({ length: FRAMES }, (_, i) => {
    const patch = JSON.parse(JSON.stringify(make(i))) as Operation[];
    const drafted = patch.map(({ op, path, ...rest }) => ({ op, path: pathOf(path), ...rest }) as Patch);
    return { patch, theirs: patch as fastJsonPatch.Operation[], drafted };
  });
}

function inTurn(frames: readonly Frame[], apply: (frame: Frame) => unknown): () => unknown {
  let turn = 0;
  return () => {
    const frame = frames[turn];
    turn = (turn + 1) % FRAMES;
    return frame && apply(frame);
  };
}

function titled(index: number, turn: number): Operation {
  return { op: "replace", path: `/notes/${index}/title`, value: `another ${turn}` };
}

function moved(from: number): typeof state {
  return { ...state, notes: state.notes.toSpliced(from, 10).toSpliced(20, 0, ...state.notes.slice(from, from + 10)) };
}

function pathOf(pointer: string): (string | number)[] {
  return parsePointer(pointer).map((token) => (/^\d+$/.test(token) ? Number(token) : token));
}

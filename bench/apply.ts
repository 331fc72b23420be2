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

interface ImmutableJsonPatch {
  immutableJSONPatch(state: unknown, patch: readonly Operation[]): unknown;
}

enablePatches();
const immutable = await peer<ImmutableJsonPatch>("immutable-json-patch");

const state = notes(1_000);
const row = state.notes[500];
const move = { ...state, notes: state.notes.toSpliced(500, 10).toSpliced(20, 0, ...state.notes.slice(500, 510)) };

/** What arrives at a client, and what it takes to apply it. */
const works: readonly { readonly name: string; readonly patch: readonly Operation[] }[] = [
  { name: "one title", patch: [{ op: "replace", path: "/notes/500/title", value: "another" }] },
  {
    name: "insert front and remove it",
    patch: [
      { op: "add", path: "/notes/0", value: row },
      { op: "remove", path: "/notes/0" },
    ],
  },
  { name: "ten rows moved", patch: createPatch(state, move) },
  {
    name: "100 titles",
    patch: state.notes.slice(0, 100).map((_, i) => ({ op: "replace", path: `/notes/${i}/title`, value: `t${i}` })),
  },
];

const results = works.map(({ name, patch }) => ({ name, timings: timingsOf(patch) }));
const titled = results[0]?.timings ?? [];
const of = (name: string, timings: readonly Timing[]) => timings.find((one) => one.name === name)?.micros ?? NaN;
const ratio = (name: string) => of(name, titled) / of("ours", titled);
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

function timingsOf(patch: readonly Operation[]): Timing[] {
  const theirs = patch as fastJsonPatch.Operation[];
  const inPlace = structuredClone(state);
  const drafted = patch.map(({ op, path, ...rest }) => ({ op, path: pathOf(path), ...rest }) as Patch);
  return measure([
    { name: "ours", run: () => applyPatch(state, patch) },
    { name: "fast-json-patch, in place", run: () => fastJsonPatch.applyPatch(inPlace, theirs) },
    { name: "mutative", run: () => applyMutative(state, drafted) },
    ...(immutable === undefined
      ? []
      : [{ name: "immutable-json-patch", run: () => immutable.immutableJSONPatch(state, patch) }]),
    { name: "list copy alone", run: () => state.notes.slice() },
    { name: "immer", run: () => applyPatches(state, drafted) },
    {
      name: "original: deepClone, applyReducer",
      run: () => theirs.reduce<unknown>(fastJsonPatch.applyReducer, fastJsonPatch.deepClone(state)),
    },
  ]);
}

function pathOf(pointer: string): (string | number)[] {
  return parsePointer(pointer).map((token) => (/^\d+$/.test(token) ? Number(token) : token));
}

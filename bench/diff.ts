import fastDeepEqual from "fast-deep-equal";
import fastJsonPatch from "fast-json-patch";
import { enablePatches, produceWithPatches } from "immer";
import { create as mutate } from "mutative";
import * as rfc6902 from "rfc6902";

import { createPatch } from "../src/patch/create-patch.ts";
import { snapshot } from "../src/patch/snapshot.ts";
import { cloned, workloads, type NotesDraft, type Workload } from "./diff-workloads.ts";
import {
  atLeast,
  atMost,
  measure,
  printGoals,
  printTable,
  showMicros,
  wantsJson,
  type Contender,
  type Goal,
} from "./harness.ts";
import { optionalDiffers, type Differ } from "./optional-peers.ts";
import { walkOnly } from "./walk-limit.ts";

/** A contender's figures on one workload: microseconds, bytes of what it would send, operations. */
interface Result {
  readonly work: string;
  readonly form: string;
  readonly name: string;
  readonly micros: number;
  readonly ratio: number;
  readonly bytes: number | undefined;
  readonly operations: number | undefined;
}

enablePatches();
const peers = await optionalDiffers();
const results: Result[] = [];

for (const workload of workloads) {
  run("shared", workload);
  run("cloned", cloned(workload));
}
report(goals());

/** Measures everybody on one workload. */
function run(form: string, work: Workload): void {
  const { before, after } = work;
  const outputs = new Map<string, unknown>();
  const contenders: Contender[] = [];
  const enter = (name: string, differ: Differ) => {
    try {
      outputs.set(name, differ(before, after));
      contenders.push({ name, run: () => differ(before, after) });
    } catch {
      // A stack overflow or a refusal: not in the table.
    }
  };
  enter("ours", (was, now) => createPatch(was, now));
  if (typeof before === "object" && before !== null && "text" in before) {
    enter("ours, text operations", (was, now) => createPatch(was, now, { text: true }));
  }
  if (work.deepNesting !== true) contenders.push({ name: "walk only", run: () => walkOnly(before, after) });
  // The least a deep comparison that finds no difference takes: it stops at the first one otherwise.
  if (work.deepNesting !== true) {
    const twin = cloned(work).after;
    contenders.push({ name: "fast-deep-equal of equals", run: () => fastDeepEqual(after, twin) });
  }
  contenders.push({ name: "our snapshot", run: () => snapshot(before, after) });
  if (work.deepNesting !== true) {
    enter("fast-json-patch", (was, now) => fastJsonPatch.compare(was as object, now as object));
    for (const [name, differ] of peers) if (work.long !== true || work.linear === true) enter(name, differ);
    if (work.long !== true) enter("rfc6902", (was, now) => rfc6902.createPatch(was, now));
  }
  const { recipe } = work;
  if (recipe !== undefined && form === "shared") {
    const act = (draft: NotesDraft) => void recipe(draft);
    enter("immer", (was) => produceWithPatches(was as NotesDraft, act)[1]);
    enter("mutative", (was) => mutate(was as NotesDraft, act, { enablePatches: true })[1]);
  }
  const timings = measure(contenders);
  const ours = timings[0]?.micros ?? NaN;
  for (const { name, micros } of timings) {
    const output = outputs.get(name);
    const text = output === undefined ? undefined : Buffer.byteLength(JSON.stringify(output));
    const operations = Array.isArray(output) ? output.length : undefined;
    results.push({ work: work.name, form, name, micros, ratio: micros / ours, bytes: text, operations });
  }
}

function micros(work: string, form: string, name: string): number {
  return results.find((one) => one.work === work && one.form === form && one.name === name)?.micros ?? NaN;
}

function bytesOf(work: string, name = "ours"): number {
  return results.find((one) => one.work === work && one.name === name)?.bytes ?? NaN;
}

/** P1 to P4 of the performance goals, as far as they are about the diff. */
function goals(): Goal[] {
  const title = "1,000 notes, one title";
  const edits = ["1,000 notes, insert front", "1,000 notes, remove middle"];
  const mine = (work: string, form = "shared") => micros(work, form, "ours");
  const over = (work: string, name: string, form = "shared") => micros(work, form, name) / mine(work, form);
  const big = ["10,000 rows, insert front", "10,000 rows, move one"];
  const worst = Math.max(...big.flatMap((work) => [mine(work), mine(work, "cloned")]));
  const reordered = ["10,000 rows, sort", "10,000 rows, filter"];
  return [
    atMost("P1", "one title, shared: ours / walk only", 1 / over(title, "walk only"), 1.5),
    ...edits.map((work) => atMost("P1", `${work}, shared: ours / walk only`, 1 / over(work, "walk only"), 2)),
    atLeast("P1", "one title, shared: fast-json-patch / ours", over(title, "fast-json-patch"), 25),
    ...edits.map((work) =>
      atLeast("P1", `${work}, shared: fast-json-patch / ours`, over(work, "fast-json-patch"), 200),
    ),
    atMost(
      "P2",
      "one title, mutable: our snapshot and diff / fast-deep-equal",
      (micros(title, "cloned", "our snapshot") + mine(title)) / micros(title, "cloned", "fast-deep-equal of equals"),
      1,
    ),
    atMost("P3", "one row of 10,000 inserted or moved: bytes", Math.max(...big.map((work) => bytesOf(work))), 1_000),
    atMost("P3", "one row of 10,000 inserted or moved: worst ms", worst / 1_000, 5),
    ...reordered.map((work) =>
      atMost(
        "3.",
        `${work}: ours / fast-deep-equal`,
        mine(work, "cloned") / micros(work, "cloned", "fast-deep-equal of equals"),
        3,
      ),
    ),
    atMost("P4", "token appended to 20 kB: bytes", bytesOf("20 kB text, token appended", "ours, text operations"), 67),
  ];
}

function report(found: readonly Goal[]): void {
  if (wantsJson) {
    console.log(JSON.stringify({ bench: "diff", node: process.version, results, goals: found }));
    return;
  }
  const rows = results.map(({ work, form, name, micros: time, ratio, bytes, operations }) => [
    work,
    form,
    name,
    showMicros(time),
    ratio.toPrecision(3),
    bytes === undefined ? "" : String(bytes),
    operations === undefined ? "" : String(operations),
  ]);
  printTable(["work", "form", "who", "time", "x ours", "bytes", "operations"], rows);
  printGoals(found);
}

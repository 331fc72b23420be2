import fastDeepEqual from "fast-deep-equal";
import fastJsonPatch from "fast-json-patch";
import { enablePatches, produceWithPatches } from "immer";
import { create as mutate } from "mutative";

import { createPatch } from "../src/patch/create-patch.ts";
import { snapshot } from "../src/patch/snapshot.ts";
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
import { type ColyseusChange, colyseusNotes } from "./peers/colyseus-notes.ts";
import { type Differ, slowDiffers } from "./peers/differs.ts";
import { limited } from "./peers/limited.ts";
import { walkOnly } from "./peers/walk-only.ts";
import { cloned, type NotesDraft, thousand, type Workload, workloads } from "./workloads/diff-workloads.ts";
import { fresh } from "./workloads/notes.ts";

/** A contender's figures on one workload: microseconds, bytes of what it would send, operations. */
interface Result {
  readonly work: string;
  readonly form: string;
  readonly name: string;
  readonly micros: number;
  /** microseconds in words, or why there are none */
  readonly time: string;
  readonly bytes?: number | undefined;
  readonly operations?: number | undefined;
}

/** Colyseus has no diff: its setters note each change. One run is a change and its encoding. */
const TRACKED = "Colyseus schema, setters";

enablePatches();
const peers = await slowDiffers();
const tracked = await colyseusNotes(thousand.notes, fresh);
const results: Result[] = [];

for (const workload of workloads) {
  for (const [form, work] of [["shared", workload] as const, ["cloned", cloned(workload)] as const]) {
    run(form, work);
    if (work.large === "limited") await runLimited(form, work);
  }
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
  const enterTracked = (change: ColyseusChange) => {
    outputs.set(TRACKED, Uint8Array.from(change()));
    contenders.push({ name: TRACKED, run: change });
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
    if (work.large === undefined) for (const [name, differ] of peers) enter(name, differ);
  }
  const { recipe } = work;
  if (recipe !== undefined && form === "shared") {
    const act = (draft: NotesDraft) => void recipe(draft);
    enter("immer", (was) => produceWithPatches(was as NotesDraft, act)[1]);
    enter("mutative", (was) => mutate(was as NotesDraft, act, { enablePatches: true })[1]);
    const change = tracked.get(work.name);
    if (change !== undefined) enterTracked(change);
  }
  for (const { name, micros } of measure(contenders)) {
    const output = outputs.get(name);
    const operations = Array.isArray(output) ? output.length : undefined;
    results.push({ work: work.name, form, name, micros, time: showMicros(micros), bytes: sizeOf(output), operations });
  }
}

/** What would be sent: bytes as they are, anything else as JSON. */
function sizeOf(output: unknown): number | undefined {
  if (output === undefined) return undefined;
  return output instanceof Uint8Array ? output.byteLength : Buffer.byteLength(JSON.stringify(output));
}

/** Those that may not come back, each alone in a thread. */
async function runLimited(form: string, { name: work, before, after }: Workload): Promise<void> {
  for (const name of peers.keys()) {
    const found = await limited(name, before, after);
    if (typeof found === "string") results.push({ work, form, name, micros: NaN, time: found });
    else results.push({ work, form, name, ...found, time: showMicros(found.micros) });
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
  const rows = results.map(({ work, form, name, micros: own, time, bytes, operations }) => [
    work,
    form,
    name,
    time,
    Number.isNaN(own) ? "" : (own / micros(work, form, "ours")).toPrecision(3),
    bytes === undefined ? "" : String(bytes),
    operations === undefined ? "" : String(operations),
  ]);
  printTable(["work", "form", "who", "time", "x ours", "bytes", "operations"], rows);
  printGoals(found);
}

import { isDeepStrictEqual } from "node:util";

import fastJsonPatch from "fast-json-patch";
import * as rfc6902 from "rfc6902";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { createPatch } from "../../src/patch/create-patch.ts";
import { invertPatch } from "../../src/patch/invert-patch.ts";
import { mergePatches } from "../../src/patch/merge-patches.ts";
import type { Operation } from "../../src/patch/operation.ts";
import { snapshot } from "../../src/patch/snapshot.ts";
import { toReplace } from "../../src/patch/to-replace.ts";
import { clone } from "./random-state.ts";

/** Bytes a patch may be larger than what it is compared with: an operation's frame. */
const FRAME = 100;

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/**
 * Everything that must hold for two states.
 *
 * @throws Error that names the promise broken
 */
export function checkPair(before: unknown, after: unknown): void {
  const former = JSON.stringify(before);
  const patch = createPatch(before, after);
  const must = (holds: boolean, what: string) => {
    if (!holds)
      throw new Error(`${what}\nbefore ${former}\nafter  ${JSON.stringify(after)}\npatch  ${JSON.stringify(patch)}`);
  };
  const sent = clone(patch);
  const next = applyPatch(before, sent);
  must(isDeepStrictEqual(next, after), "round trip");
  must(patch.length > 0 || next === before, "identity of a state that stays");
  must(patch.length > 0 === !isDeepStrictEqual(before, after), "no patch for equal states");

  const text = createPatch(before, after, { text: true });
  must(isDeepStrictEqual(applyPatch(before, text), after), "text operations");
  must(isDeepStrictEqual(applyPatch(before, toReplace(before, text)), after), "text operations converted");
  must(isDeepStrictEqual(applyPatch(after, invertPatch(before, text)), before), "inverse");

  const back = createPatch(after, before);
  must(isDeepStrictEqual(applyPatch(before, mergePatches(patch, back)), before), "merge with the way back");
  must(bytes(mergePatches(patch, back)) <= bytes(patch) + bytes(back), "size of the merge");

  const reused = snapshot(before, after);
  must(isDeepStrictEqual(reused, after), "snapshot");
  must(!isDeepStrictEqual(before, after) || reused === before, "identity of an equal snapshot");

  must(bytes(patch) <= bytes(after) + FRAME, "no larger than the state");
  checkOracles(before, after, patch, must);
  must(JSON.stringify(before) === former, "the former state is not changed");
}

function checkOracles(
  before: unknown,
  after: unknown,
  patch: readonly Operation[],
  must: (holds: boolean, what: string) => void,
): void {
  const root = { state: clone(before) };
  const nested = clone(patch).map((operation) => ({ ...operation, path: `/state${operation.path}` }));
  must(
    rfc6902.applyPatch(root, nested).every((error) => error === null),
    "rfc6902 applies it",
  );
  must(isDeepStrictEqual(root.state, after), "rfc6902 agrees");
  const theirs = fastJsonPatch.applyPatch(clone(before), clone(patch) as fastJsonPatch.Operation[]).newDocument;
  must(isDeepStrictEqual(theirs, after), "fast-json-patch agrees");
  // An object with one of the three names is replaced whole, which fast-json-patch does not do.
  if (/"(constructor|prototype|__proto__)":/.test(JSON.stringify([before, after]))) return;
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    must(bytes(patch) <= 1.2 * bytes(fastJsonPatch.compare(before, after)) + FRAME, "1.2 x fast-json-patch");
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

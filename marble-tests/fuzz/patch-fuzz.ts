import { applyPatch } from "../../src/patch/apply-patch.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";
import { PatchError } from "../../src/patch/patch-error.ts";
import { checkPair } from "./check-pair.ts";
import { random, type Random } from "./random.ts";
import { randomNext, randomValue } from "./random-state.ts";

/** How long one input may take. */
const MS_PER_INPUT = 1_000;

/** What a fuzz run found. */
export interface FuzzReport {
  readonly inputs: number;
  /** One text for each promise broken, input that took too long, or error of another class than announced. */
  readonly crashes: readonly string[];
}

const TOKENS = [
  "",
  "a",
  "list",
  "0",
  "1",
  "-",
  "01",
  "-1",
  "1e9",
  "length",
  "push",
  "toString",
  "__proto__",
  "constructor",
  "~1",
  "~2",
];
const OPS = ["add", "remove", "replace", "test", "copy", "move", "str_ins", "str_del", "spam", "toString"];

/**
 * Feeds random states to the diff and random operations, well-formed and not, to `applyPatch`, for as long as it is told.
 *
 * @param options `seconds` to run, `seed` for the same inputs again
 */
export function fuzzPatch({ seconds, seed }: { readonly seconds: number; readonly seed: number }): FuzzReport {
  const numbers = random(seed);
  const crashes: string[] = [];
  const end = performance.now() + seconds * 1_000;
  let inputs = 0;
  let state = randomValue(numbers);
  while (performance.now() < end) {
    const start = performance.now();
    const next = randomNext(numbers, state);
    try {
      checkPair(state, next);
      checkHostile(numbers, state);
    } catch (error) {
      crashes.push(`input ${inputs} of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
    }
    const took = performance.now() - start;
    if (took > MS_PER_INPUT) crashes.push(`input ${inputs} of seed ${seed} took ${Math.round(took)} ms`);
    inputs += 1;
    state = numbers.oneIn(10) || JSON.stringify(next).length > 20_000 ? randomValue(numbers) : next;
  }
  return { inputs, crashes };
}

/** A patch made of anything must be applied or refused with a `PatchError`, and leave state and prototypes alone. */
function checkHostile(numbers: Random, state: unknown): void {
  const former = JSON.stringify(state);
  const patch = Array.from({ length: 1 + numbers.below(4) }, () => randomOperation(numbers));
  applyOrRefuse(state, patch);
  if (JSON.stringify(state) !== former) throw new Error(`${JSON.stringify(patch)} has changed ${former}`);
  for (const name in {}) throw new Error(`${JSON.stringify(patch)} has put ${name} on Object.prototype`);
}

function applyOrRefuse(state: unknown, patch: readonly PatchOperation[]): void {
  try {
    JSON.stringify(applyPatch(state, patch));
  } catch (error) {
    if (error instanceof PatchError) return;
    throw new Error(`${String(error)} from ${JSON.stringify(patch)}`, { cause: error });
  }
}

function randomOperation(numbers: Random): PatchOperation {
  const pointer = () => Array.from({ length: numbers.below(4) }, () => `/${numbers.pick(TOKENS)}`).join("");
  const operation: Record<string, unknown> = {
    op: numbers.pick(OPS),
    path: numbers.oneIn(20) ? randomValue(numbers) : pointer(),
    from: pointer(),
    value: randomValue(numbers, 3),
    pos: numbers.oneIn(5) ? numbers.pick([-1, 0.5, 1e9, "0"]) : numbers.below(3),
    str: numbers.pick(["", "x", "\ud800"]),
    len: numbers.below(4),
  };
  if (numbers.oneIn(10)) operation[numbers.pick(["op", "path", "from", "value", "pos", "str", "len"])] = undefined;
  const made: unknown = numbers.oneIn(30) ? numbers.pick<unknown>([null, 1, "add", []]) : operation;
  return made as PatchOperation;
}

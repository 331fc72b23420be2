import { applyPatch } from "../../src/patch/apply-patch.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";
import { PatchError } from "../../src/patch/patch-error.ts";
import { checkPair } from "./check-pair.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import type { Random } from "./random.ts";
import { randomNext, randomValue } from "./random-state.ts";

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

/** A state of more characters is not edited any further. */
const LONGEST = 20_000;

/** Random states for the diff and the snapshot, and random operations, well-formed and not, for `applyPatch`. */
export const patchTarget: FuzzTarget = {
  input(numbers) {
    let state = randomValue(numbers);
    for (let i = numbers.below(6); i > 0; i -= 1) {
      const edited = randomNext(numbers, state);
      if (JSON.stringify(edited).length <= LONGEST) state = edited;
    }
    checkPair(state, randomNext(numbers, state));
    checkHostile(numbers, state);
  },
};

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

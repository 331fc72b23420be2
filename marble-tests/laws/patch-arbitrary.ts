import fc from "fast-check";

import { applyPatch } from "../../src/patch/apply-patch.ts";
import { formatPointer } from "../../src/patch/pointer.ts";
import type { PatchOperation } from "../../src/patch/operation.ts";
import { json } from "./json-arbitrary.ts";

/** A state, and two patches that fit it, of all operations there are. */
export interface Patched {
  readonly state: unknown;
  readonly patch: PatchOperation[];
  readonly other: PatchOperation[];
}

/** What an operation is made of: numbers that choose among what the state offers. */
interface Choice {
  readonly kind: number;
  readonly place: number;
  readonly from: number;
  readonly at: number;
  readonly value: unknown;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  kind: fc.nat(7),
  place: fc.nat(),
  from: fc.nat(),
  at: fc.nat(20),
  value: fc.oneof(fc.nat(3), fc.constantFrom("text", "t", null), fc.constant({ a: 1, list: [1, 2] })),
});

/** Pairs of patches of up to eight operations each, that fit one state. */
export function anyPatch(): fc.Arbitrary<Patched> {
  const choices = fc.array(choice, { maxLength: 8 });
  return fc.tuple(json(), choices, choices).map(([state, some, others]) => ({
    state,
    patch: fitting(state, some),
    other: fitting(state, others.slice(0, 2)),
  }));
}

/** The chosen operations that fit, each in the state that the former ones leave. */
function fitting(state: unknown, choices: readonly Choice[]): PatchOperation[] {
  const patch: PatchOperation[] = [];
  let current = state;
  for (const one of choices) {
    const operation = operationOf(current, one);
    try {
      current = applyPatch(current, [operation]);
      patch.push(operation);
    } catch {
      // It does not fit, like many that are chosen blindly.
    }
  }
  return patch;
}

function operationOf(state: unknown, { kind, place, from, at, value }: Choice): PatchOperation {
  const places = placesIn(state);
  const path = places[place % places.length] ?? "";
  const source = places[from % places.length] ?? "";
  const inside = `${path}/${["-", "0", "1", "a", "new"][at % 5]}`;
  const all: PatchOperation[] = [
    { op: "add", path: inside, value },
    { op: "remove", path },
    { op: "replace", path, value },
    { op: "move", from: source, path: at % 2 === 0 ? path : inside },
    { op: "copy", from: source, path: at % 2 === 0 ? path : inside },
    { op: "str_ins", path, pos: at % 3, str: "ab" },
    { op: "str_del", path, pos: at % 3, len: 1 },
    { op: "add", path, value },
  ];
  return all[kind] ?? { op: "test", path: "", value: state };
}

function placesIn(value: unknown, tokens: readonly (string | number)[] = []): string[] {
  const here = formatPointer(tokens);
  if (typeof value !== "object" || value === null) return [here];
  return [here, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...tokens, key]))];
}

import type { PatchOperation } from "./operation.ts";
import { isIndex, parsePointer } from "./pointer.ts";

/** A place an operation depends on or changes. */
interface Touch {
  readonly tokens: readonly string[];
  readonly writes: boolean;
  /** It may shift the later elements of the list that holds the place. */
  readonly shifts: boolean;
}

/**
 * True only when two patches, each of which fits a state, fit it one after the other in both orders with the same result.
 *
 * It is decided without the state, by the places they touch, so it is on the safe side: two patches may commute and the answer
 * be false. No two patches that touch the same place, a place inside the other's, or shift a list under the other, commute.
 * Where a token could be an index it is taken for one.
 */
export function commute(a: readonly PatchOperation[], b: readonly PatchOperation[]): boolean {
  if (a.length === 0 || b.length === 0) return true;
  const touchesA = a.flatMap(touchesOf);
  const touchesB = b.flatMap(touchesOf);
  return touchesA.every((one) => touchesB.every((other) => areIndependent(one, other)));
}

function touchesOf(operation: PatchOperation): Touch[] {
  const tokens = parsePointer(operation.path);
  const place = { tokens, writes: true, shifts: false };
  switch (operation.op) {
    case "add":
    case "remove":
      return [{ ...place, shifts: mayBeElement(tokens) }];
    case "move":
    case "copy": {
      const source = parsePointer(operation.from);
      const moves = operation.op === "move";
      return [
        { tokens: source, writes: moves, shifts: moves && mayBeElement(source) },
        { ...place, shifts: mayBeElement(tokens) },
      ];
    }
    case "test":
      return [{ ...place, writes: false }];
    default:
      return [place];
  }
}

function areIndependent(a: Touch, b: Touch): boolean {
  if (!a.writes && !b.writes) return true;
  let common = 0;
  while (common < a.tokens.length && common < b.tokens.length && a.tokens[common] === b.tokens[common]) common += 1;
  if (common === a.tokens.length || common === b.tokens.length) return false;
  return !isShifted(a, b, common) && !isShifted(b, a, common);
}

/** True when `by` may move what `place` names: both go through one list, which `by` makes longer or shorter. */
function isShifted(place: Touch, by: Touch, common: number): boolean {
  if (!by.shifts || by.tokens.length !== common + 1) return false;
  if (place.shifts && place.tokens.length === common + 1) return true;
  const at = place.tokens[common]!;
  const from = by.tokens[common]!;
  if (!isIndex(at)) return at === "-";
  return from === "-" || Number(at) >= Number(from);
}

function mayBeElement(tokens: readonly string[]): boolean {
  const last = tokens.at(-1);
  return last !== undefined && (last === "-" || isIndex(last));
}

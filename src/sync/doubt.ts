import { parsePointer } from "../patch/pointer.ts";
import type { PatchOperation } from "../patch/operation.ts";

type Path = readonly string[];

/**
 * The smallest places that, replaced, state the truth about everything that some operations touched: each path up to the first array
 * on it (whose indexes may mean different elements to the two ends) or to the last member that exists.
 *
 * @returns no path below another; the root as `[]`
 */
export function placesOf(operations: readonly PatchOperation[], state: unknown): readonly Path[] {
  const places = operations
    .flatMap((operation) => ("from" in operation ? [operation.from, operation.path] : [operation.path]))
    .map((pointer) => placeOf(parsePointer(pointer), state));
  return places.filter(
    (place, index) => !places.some((other, at) => covers(other, place) && (at < index || !covers(place, other))),
  );
}

/** The value at a place that `placesOf` found. */
export function valueAt(state: unknown, place: Path): unknown {
  return place.reduce<unknown>((value, token) => member(value, token), state);
}

function placeOf(path: Path, state: unknown): Path {
  let value = state;
  for (const [depth, token] of path.entries()) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, token))
      return path.slice(0, depth);
    value = member(value, token);
  }
  return path;
}

function member(value: unknown, token: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, token)
    ? Reflect.get(value, token)
    : undefined;
}

/** Whether a place is the other or above it. */
function covers(above: Path, below: Path): boolean {
  return above.length <= below.length && above.every((token, index) => token === below[index]);
}

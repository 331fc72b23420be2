import { formatPointer, parsePointer } from "../patch/pointer.ts";
import type { PatchOperation } from "../patch/operation.ts";

type Path = readonly string[];

/**
 * The smallest places that, replaced, state the truth about everything that some operations touched.
 *
 * ```
 * touched           crossed                  place
 * /notes/2/text     /notes/2/text replaced   /notes/2/text
 * /notes/2/text     /notes/0 added           /notes            indexes may mean other elements to the other end
 * /notes/2/text     /notes/2 replaced        /notes/2          it may look different below
 * /notes/2 removed  anything                 /notes
 * ```
 *
 * @param operations what was written, as it is in `state` now
 * @param crossed what the other end may have applied in another order
 * @returns no path below another; the root as `[]`
 */
export function placesOf(
  operations: readonly PatchOperation[],
  state: unknown,
  crossed: readonly PatchOperation[],
): readonly Path[] {
  const unsure = new Set([...operations, ...crossed].flatMap(unsureOf).map(formatPointer));
  const places = operations.flatMap(pointersOf).map((pointer) => placeOf(parsePointer(pointer), state, unsure));
  return places.filter(
    (place, index) => !places.some((other, at) => covers(other, place) && (at < index || !covers(place, other))),
  );
}

/** Below these paths the other end may see something else: a list that an element was put into or taken from, a value that was replaced. */
function unsureOf(operation: PatchOperation): readonly Path[] {
  const replaces = operation.op === "replace" || operation.op === "test";
  return pointersOf(operation).map((pointer) => {
    const path = parsePointer(pointer);
    return !replaces && INDEX.test(path.at(-1) ?? "") ? path.slice(0, -1) : path;
  });
}

const INDEX = /^(?:\d+|-)$/;

function pointersOf(operation: PatchOperation): readonly string[] {
  return "from" in operation ? [operation.from, operation.path] : [operation.path];
}

/** The value at a place that `placesOf` found. */
export function valueAt(state: unknown, place: Path): unknown {
  return place.reduce<unknown>((value, token) => member(value, token), state);
}

/** Down to what is unsure, or the last member that exists. */
function placeOf(path: Path, state: unknown, unsure: ReadonlySet<string>): Path {
  let value = state;
  for (const [depth, token] of path.entries()) {
    const here = path.slice(0, depth);
    const known = typeof value === "object" && value !== null && Object.hasOwn(value, token);
    if (!known || unsure.has(formatPointer(here))) return here;
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

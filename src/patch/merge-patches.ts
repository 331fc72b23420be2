import { applyText } from "./apply-text.ts";
import type { PatchOperation } from "./operation.ts";
import { isIndex, parsePointer } from "./pointer.ts";

/** Places looked through for ones inside a place that is overwritten. */
const MAX_PLACES = 256;

/**
 * One patch that does what two do one after the other, never larger than both together.
 *
 * What a later operation overwrites is left out; what was set and set again is set once; text that was appended in pieces is
 * appended in one. Where the states are at hand, `createPatch` of the first and the last is smaller still.
 */
export function mergePatches(a: readonly PatchOperation[], b: readonly PatchOperation[]): PatchOperation[] {
  const merger = new Merger();
  for (const operation of a) merger.take(operation);
  for (const operation of b) merger.take(operation);
  return merger.result();
}

class Merger {
  private readonly operations: (PatchOperation | undefined)[] = [];
  /** The last operation on each place, as long as its pointer still means the same place. */
  private readonly places = new Map<string, number>();

  take(operation: PatchOperation): void {
    if (shifts(operation)) {
      this.places.clear();
      this.operations.push(operation);
      return;
    }
    if (operation.op === "remove" || operation.op === "replace" || operation.op === "add")
      this.forgetInside(operation.path);
    const at = this.places.get(operation.path);
    const former = at === undefined ? undefined : this.operations[at];
    const both = former === undefined ? undefined : combine(former, operation);
    if (at !== undefined && both !== undefined) {
      this.operations[at] = both;
      return;
    }
    this.places.set(operation.path, this.operations.length);
    this.operations.push(operation);
  }

  result(): PatchOperation[] {
    return this.operations.filter((operation) => operation !== undefined);
  }

  /** Leaves out what was done inside a place that goes away as a whole; with too much to look through, forgets all places. */
  private forgetInside(path: string): void {
    if (this.places.size > MAX_PLACES) {
      this.places.clear();
      return;
    }
    for (const [place, at] of this.places) {
      if (!place.startsWith(`${path}/`)) continue;
      this.operations[at] = undefined;
      this.places.delete(place);
    }
  }
}

/** True when pointers written before may name other places afterwards, or the outcome depends on what was done so far. */
function shifts({ op, path }: PatchOperation): boolean {
  if (op === "move" || op === "copy" || op === "test") return true;
  if (op !== "add" && op !== "remove") return false;
  const last = parsePointer(path).at(-1);
  return last !== undefined && (last === "-" || isIndex(last));
}

/** One operation for two on the same place, `undefined` when there is none. */
function combine(former: PatchOperation, later: PatchOperation): PatchOperation | undefined {
  const { path } = later;
  if (former.op === "replace" || former.op === "add") {
    if (later.op === "replace" || (later.op === "add" && former.op === "add"))
      return { op: former.op, path, value: later.value as unknown };
    if (later.op === "remove" && former.op === "replace") return later;
    if (later.op !== "str_ins" && later.op !== "str_del") return undefined;
    return { op: former.op, path, value: applyText(former.value, later, -1) };
  }
  if (former.op === "remove")
    return later.op === "add" ? { op: "replace", path, value: later.value as unknown } : undefined;
  if (later.op === "replace" || later.op === "remove") return later;
  if (former.op !== "str_ins" || later.op !== "str_ins") return undefined;
  const within = later.pos - former.pos;
  if (within < 0 || within > former.str.length) return undefined;
  return { ...former, str: former.str.slice(0, within) + later.str + former.str.slice(within) };
}

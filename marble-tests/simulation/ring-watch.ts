import { Ring } from "../../src/sync/ring.ts";
import { BOUNDS } from "./bounds.ts";
import type { Watch } from "./violation.ts";

interface Delta {
  readonly operations: readonly unknown[];
}

let watch: Watch | undefined;
/** operations that were put into a ring since it was last looked at as a whole */
const put = new WeakMap<object, number>();
const { push } = Ring.prototype;

// a ring is the feed's own and shows no more than it is asked for: what it holds is asked for after every delta
Ring.prototype.push = function (this: Ring<Delta>, entry: Delta): void {
  push.call(this, entry);
  if (watch === undefined) return;
  if (this.last(BOUNDS.deltas + 1) !== undefined) watch.fail("I4", `a ring holds more than ${BOUNDS.deltas} deltas`);
  const operations = (put.get(this) ?? 0) + entry.operations.length;
  put.set(this, operations > BOUNDS.operations ? held(this) : operations);
  if (operations > BOUNDS.operations && held(this) > BOUNDS.operations)
    watch.fail("I4", `a ring holds more than ${BOUNDS.operations} operations`);
};

/** From now on all rings are looked at: I4. */
export function watchRings(by: Watch): void {
  watch = by;
}

function held(ring: Ring<Delta>): number {
  for (let count: number = BOUNDS.deltas; count > 0; count -= 1) {
    const deltas = ring.last(count);
    if (deltas !== undefined) return deltas.reduce((sum, { operations }) => sum + operations.length, 0);
  }
  return 0;
}

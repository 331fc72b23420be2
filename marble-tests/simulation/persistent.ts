/** One of the parts that a system is made of, such as a client or a server. */
export interface Part {
  /** what it may do now */
  readonly steps: readonly string[];
  /** parts whose steps may let it do something that it cannot do now */
  readonly waitsFor: readonly number[];
}

/**
 * Steps that are enough to be tried now, so that no order is missed that leads anywhere else (a *persistent set*).
 *
 * Parts share nothing but what they send each other, in order. So steps of two parts come to the same in either order, and the steps of some
 * parts are enough when no other part can let them do something else: the others' steps are tried afterwards.
 *
 * ```
 * client a  has something to receive, and may write: 2 steps     enough: whatever the others do, a can do no other thing first
 * server    has something of a to receive, nothing of b          not enough: b may send something, which may be received first
 * ```
 *
 * @returns all steps of the parts that were chosen; nothing when no part can do anything
 */
export function persistentSteps(parts: readonly Part[]): readonly string[] {
  let least: readonly string[] = [];
  for (const [index] of parts.entries()) {
    const steps = [...withThoseItWaitsFor(parts, index)].flatMap((each) => parts[each]?.steps ?? []);
    if (steps.length > 0 && (least.length === 0 || steps.length < least.length)) least = steps;
  }
  return least;
}

function withThoseItWaitsFor(parts: readonly Part[], index: number): ReadonlySet<number> {
  const chosen = new Set([index]);
  for (const each of chosen) for (const other of parts[each]?.waitsFor ?? []) chosen.add(other);
  return chosen;
}

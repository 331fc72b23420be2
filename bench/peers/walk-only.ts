type Members = Record<string, unknown>;

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

/**
 * The least any diff has to do: go down wherever two states are not `===`, and count the scalars that differ. Lists are trimmed
 * at both ends; what is between is gone through side by side.
 */
export function walkOnly(before: unknown, after: unknown): number {
  if (before === after) return 0;
  if (!isContainer(before) || !isContainer(after)) return 1;
  if (Array.isArray(before) && Array.isArray(after)) return walkLists(before, after);
  let count = 0;
  for (const key of Object.keys(after)) {
    const was = (before as Members)[key];
    const now = (after as Members)[key];
    if (was !== now) count += walkOnly(was, now);
  }
  return count;
}

function walkLists(before: readonly unknown[], after: readonly unknown[]): number {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  let count = Math.abs(before.length - after.length);
  for (let i = head; i < shorter - tail; i += 1) if (before[i] !== after[i]) count += walkOnly(before[i], after[i]);
  return count;
}

/** How many rows two lists begin with alike, by identity. */
export function commonHead(before: readonly unknown[], after: readonly unknown[]): number {
  const most = Math.min(before.length, after.length);
  let head = 0;
  // Four at a time: most of what a diff of states that share their parts takes is spent here.
  while (
    head + 4 <= most &&
    before[head] === after[head] &&
    before[head + 1] === after[head + 1] &&
    before[head + 2] === after[head + 2] &&
    before[head + 3] === after[head + 3]
  ) {
    head += 4;
  }
  while (head < most && before[head] === after[head]) head += 1;
  return head;
}

/** How many rows two lists end with alike, by identity, beyond `head` rows they begin with. */
export function commonTail(before: readonly unknown[], after: readonly unknown[], head: number): number {
  const most = Math.min(before.length, after.length) - head;
  const shift = before.length - after.length;
  const end = after.length - most;
  let at = after.length - 1;
  while (
    at >= end + 3 &&
    before[at + shift] === after[at] &&
    before[at + shift - 1] === after[at - 1] &&
    before[at + shift - 2] === after[at - 2] &&
    before[at + shift - 3] === after[at - 3]
  ) {
    at -= 4;
  }
  while (at >= end && before[at + shift] === after[at]) at -= 1;
  return after.length - 1 - at;
}

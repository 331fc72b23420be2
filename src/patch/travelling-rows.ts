/**
 * Where rows are while a list is put in its new order, from its beginning to its end.
 *
 * ```
 * old middle   A  B  C  D  E         A, D and E stay; what is to be removed is out already
 * new middle   A  D  X  E  B  C      X is new, B and C travel to the end
 *
 * place 2, X   A (B)(C) D [X] E      in front of it are the 2 rows that come before it in the new list, and 2 that
 *                                    wait to travel later: it goes to place 2 + 2
 * place 4, B   A  .  (C) D  X  E [B]  taken from place 1, it goes to place 4 + 1, since C still waits
 * ```
 *
 * A row that travels goes right behind the row before it, so those that wait keep their places among those that stay. Each answer
 * takes O(log n). Rows are to be placed in the order of the new list.
 */
export class TravellingRows {
  private readonly stays: Int32Array;
  private readonly travels: Int32Array;
  /** How many of the first rows of the new middle stay. */
  private readonly staying: Int32Array;
  /** For each row of the old middle the first place of the new one that is taken by a later row that stays. */
  private readonly nextStaying: Int32Array;
  private readonly waiting: CountBelow;
  /** The row of the old middle that was the last to stay, up to `reached` in the new one. */
  private lastStaying = -1;
  private reached = 0;

  /** @param length how many rows the old middle has */
  constructor(length: number, stays: Int32Array, travels: Int32Array) {
    this.stays = stays;
    this.travels = travels;
    this.staying = new Int32Array(stays.length + 1);
    for (let j = 0; j < stays.length; j += 1) this.staying[j + 1] = this.staying[j]! + (stays[j]! >= 0 ? 1 : 0);
    this.nextStaying = nextStaying(length, stays);
    this.waiting = new CountBelow(length);
    for (const i of travels) if (i >= 0) this.waiting.change(i, 1);
  }

  /** Where the row that travels to place `j` is now. It is taken out. */
  take(j: number): number {
    const i = this.travels[j]!;
    const next = this.nextStaying[i]!;
    const placed = next <= j ? next : j + this.staying[next]! - this.staying[j]!;
    this.waiting.change(i, -1);
    return placed + this.waiting.below(i);
  }

  /** Where the row of place `j` goes. */
  put(j: number): number {
    for (; this.reached < j; this.reached += 1) {
      if (this.stays[this.reached]! >= 0) this.lastStaying = this.stays[this.reached]!;
    }
    return j + (this.lastStaying < 0 ? 0 : this.waiting.below(this.lastStaying));
  }
}

function nextStaying(length: number, stays: Int32Array): Int32Array {
  const next = new Int32Array(length);
  let i = 0;
  for (let j = 0; j < stays.length; j += 1) {
    while (i < stays[j]!) next[i++] = j;
  }
  return next.fill(stays.length, i);
}

/** Counts how many of a set of numbers are below another, by P. Fenwick, "A New Data Structure for Cumulative Frequency Tables". */
class CountBelow {
  private readonly sums: Int32Array;

  /** @param length the numbers are below it */
  constructor(length: number) {
    this.sums = new Int32Array(length + 1);
  }

  /** Puts a number in (1) or takes it out (-1). */
  change(number: number, by: 1 | -1): void {
    for (let at = number + 1; at < this.sums.length; at += at & -at) this.sums[at] = this.sums[at]! + by;
  }

  below(number: number): number {
    let count = 0;
    for (let at = number; at > 0; at -= at & -at) count += this.sums[at]!;
    return count;
  }
}

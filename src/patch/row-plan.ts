/** What becomes of the rows in the middle of a list, told for each row of the new middle. */
export interface RowPlan {
  /** The row of the old middle that becomes it in its place, ascending, or -1. */
  readonly stays: Int32Array;
  /** The row of the old middle that has travelled here, or -1; `undefined` where no moves are written. */
  readonly travels: Int32Array | undefined;
}

/** The row of the old middle that becomes row `j` of the new one, wherever it was, or -1. */
export function formerRow({ stays, travels }: RowPlan, j: number): number {
  return stays[j]! >= 0 || travels === undefined ? stays[j]! : travels[j]!;
}

/** Marks the rows of the old middle, so many, that are in the new one. */
export function takenRows(length: number, { stays, travels }: RowPlan): Uint8Array {
  const taken = new Uint8Array(length);
  for (let j = 0; j < stays.length; j += 1) {
    const i = Math.max(stays[j]!, travels?.[j] ?? -1);
    if (i >= 0) taken[i] = 1;
  }
  return taken;
}

/** A system that does one step at a time, and the same after the same steps. */
export interface Model {
  /** What may happen next; nothing at the end. */
  choices(): readonly string[];
  take(choice: string): void;
  /** All that is to be seen of it. Two that look the same are taken to be the same. */
  signature(): string;
  /** Whether something is wrong, once nothing more happens. */
  verdict(): Error | undefined;
}

/** What was looked at. */
export interface Explored {
  /** states that differ */
  readonly states: number;
  /** ends of all orders, of those that lead to different states */
  readonly ends: number;
  /** whether nothing was left out */
  readonly complete: boolean;
  readonly failure?: { readonly error: Error; readonly path: readonly string[] };
}

/**
 * Tries all orders of everything that can happen. A model cannot go back, so each branch is played from the beginning; a state that was seen
 * before, by whatever way, is not left again.
 */
export function explore(begin: () => Model, mostStates: number): Explored {
  const seen = new Set<string>();
  const branches: string[][] = [[]];
  let ends = 0;
  for (let path = branches.pop(); path !== undefined; path = branches.pop()) {
    const model = begin();
    for (const choice of path) model.take(choice);
    for (;;) {
      const signature = model.signature();
      if (seen.has(signature)) break;
      seen.add(signature);
      const [next, ...others] = model.choices();
      if (next === undefined) {
        ends += 1;
        const error = model.verdict();
        if (error !== undefined) return { states: seen.size, ends, complete: false, failure: { error, path } };
        break;
      }
      for (const other of others) branches.push([...path, other]);
      path.push(next);
      model.take(next);
    }
    if (seen.size >= mostStates) return { states: seen.size, ends, complete: false };
  }
  return { states: seen.size, ends, complete: true };
}

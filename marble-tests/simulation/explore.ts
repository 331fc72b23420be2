/** A system that does one step at a time, and the same after the same steps. */
export interface Model {
  /** What may happen next, as far as it makes a difference (`persistentSteps`); nothing at the end. */
  choices(): readonly string[];
  take(choice: string): void;
  /** Names the state that it is in: what looks the same goes on in the same way. */
  fingerprint(): string;
  /** What is wrong now, if anything is. */
  failure(): Error | undefined;
  /** What is wrong once nothing more happens; the model is used up then. */
  verdict(): Error | undefined;
}

/** What was looked at. */
export interface Explored {
  /** states that differ */
  readonly states: number;
  /** steps that were taken from them, one for each state and step */
  readonly steps: number;
  /** states in which nothing more can happen */
  readonly ends: number;
  /** complete orders of steps from the beginning to an end, all that were not left out as equal to another */
  readonly orders: bigint;
  /** whether nothing was left out */
  readonly complete: boolean;
  readonly failure?: { readonly error: Error; readonly path: readonly string[] };
}

/** How far to go. */
export interface ExploreOptions {
  /** states after which it is given up @default no limit */
  readonly most?: number;
}

interface Branch {
  readonly path: readonly string[];
  readonly from: number | undefined;
}

/**
 * Tries all orders of everything that can happen. A model cannot go back, so each branch is played from the beginning; a state that was seen
 * before, by whatever way, is not left again.
 */
export function explore(begin: () => Model, { most = Infinity }: ExploreOptions = {}): Explored {
  const seen = new Map<string, number>();
  const after: number[][] = [];
  const branches: Branch[] = [{ path: [], from: undefined }];
  let [ends, steps] = [0, 0];
  const result = (complete: boolean): Explored => {
    return { states: seen.size, steps, ends, orders: complete ? ordersOf(after) : 0n, complete };
  };
  for (let branch = branches.pop(); branch !== undefined; branch = branches.pop()) {
    const model = begin();
    const path = [...branch.path];
    for (const choice of path) model.take(choice);
    for (let { from } = branch; ;) {
      const fingerprint = model.fingerprint();
      const known = seen.get(fingerprint);
      const state = known ?? seen.size;
      if (from !== undefined) {
        steps += 1;
        after[from]?.push(state);
      }
      if (known !== undefined) break;
      seen.set(fingerprint, state);
      after.push([]);
      const choices = model.choices();
      const error = model.failure() ?? (choices.length === 0 ? model.verdict() : undefined);
      if (error !== undefined) return { ...result(false), failure: { error, path } };
      const [next, ...others] = choices;
      if (next === undefined) {
        ends += 1;
        break;
      }
      for (const other of others) branches.push({ path: [...path, other], from: state });
      path.push(next);
      model.take(next);
      from = state;
    }
    if (seen.size >= most) return result(false);
  }
  return result(true);
}

/** Ways through a graph without circles, from its first node to where none goes on. */
function ordersOf(after: readonly (readonly number[])[]): bigint {
  const found = new Map<number, bigint>();
  const open = [0];
  for (let state = open.at(-1); state !== undefined; state = open.at(-1)) {
    const next = after[state] ?? [];
    const unknown = next.filter((each) => !found.has(each));
    if (unknown.length > 0) open.push(...unknown);
    else {
      open.pop();
      found.set(state, next.length === 0 ? 1n : next.reduce((sum, each) => sum + (found.get(each) ?? 0n), 0n));
    }
  }
  return found.get(0) ?? 0n;
}

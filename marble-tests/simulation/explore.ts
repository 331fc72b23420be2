/** One thing that may happen next. Two that happen in different places do not touch each other. */
export interface Choice {
  readonly id: string;
  /** the host on which it happens; `all` for what concerns everybody */
  readonly place: string;
}

/** A system that does one step at a time, and the same after the same steps. */
export interface Model {
  /** What may happen next; nothing at the end. */
  choices(): readonly Choice[];
  take(id: string): void;
  /** Whether something is wrong, once nothing more happens. */
  verdict(): Error | undefined;
}

/** What was looked at. */
export interface Explored {
  /** orders that differ in what some host sees */
  readonly orders: number;
  /** steps done, replays included */
  readonly steps: number;
  /** whether there were no others */
  readonly complete: boolean;
  readonly failure?: { readonly error: Error; readonly path: readonly string[] };
}

interface Node {
  /** what may happen here and was not tried, or need not be */
  readonly open: Choice[];
  /** what happens here leads to an order that was looked at already */
  readonly asleep: Choice[];
}

/**
 * Tries all orders of everything that can happen, except that of two orders which no host can tell apart only one is tried (sleep sets;
 * Godefroid, "Partial-order methods for the verification of concurrent systems", 1996). A model cannot go back, so each order is played from
 * the beginning.
 */
export function explore(begin: () => Model, mostOrders: number): Explored {
  const path: string[] = [];
  const nodes: Node[] = [];
  let orders = 0;
  let steps = 0;
  for (;;) {
    const model = begin();
    for (const id of path) model.take(id);
    steps += path.length;
    let asleep = inherited(nodes);
    let blocked = false;
    for (;;) {
      const enabled = model.choices();
      if (enabled.length === 0) break;
      const open = enabled.filter(({ id }) => !asleep.some((other) => other.id === id));
      const [next] = open;
      if (next === undefined) {
        blocked = true;
        break;
      }
      nodes.push({ open: open.slice(1), asleep: [...asleep, next] });
      asleep = awakened(asleep, next);
      path.push(next.id);
      model.take(next.id);
      steps += 1;
    }
    if (!blocked) {
      orders += 1;
      const error = model.verdict();
      if (error !== undefined) return { orders, steps, complete: false, failure: { error, path } };
    }
    if (!retreat(nodes, path)) return { orders, steps, complete: true };
    if (orders >= mostOrders) return { orders, steps, complete: false };
  }
}

/** Back to the last place where something else may happen, and does that. */
function retreat(nodes: Node[], path: string[]): boolean {
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    path.pop();
    const [next, ...open] = node.open;
    if (next === undefined) continue;
    nodes.push({ open, asleep: [...node.asleep, next] });
    path.push(next.id);
    return true;
  }
  return false;
}

/** What sleeps after the last step of the path. */
function inherited(nodes: readonly Node[]): readonly Choice[] {
  const last = nodes.at(-1)?.asleep ?? [];
  const taken = last.at(-1);
  return taken === undefined ? [] : awakened(last.slice(0, -1), taken);
}

/** Whatever shares a place with what was done may matter again. */
function awakened(asleep: readonly Choice[], done: Choice): readonly Choice[] {
  return asleep.filter(({ place }) => place !== done.place && place !== "all" && done.place !== "all");
}

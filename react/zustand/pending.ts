/** A state by its members. */
export type Members = Readonly<Record<string, unknown>>;

interface Change {
  /** the synced members that it changed */
  readonly names: readonly string[];
  readonly again: (state: Members) => Members;
}

/**
 * Changes of a store that were not sent yet. They are kept as what was done, not as what came of it, so that they can be made again on
 * what the server says meanwhile.
 */
export class Pending {
  readonly #changes: Change[] = [];

  get empty(): boolean {
    return this.#changes.length === 0;
  }

  /** The members that any of them changed. */
  get names(): ReadonlySet<string> {
    return new Set(this.#changes.flatMap(({ names }) => names));
  }

  add(change: Change): void {
    this.#changes.push(change);
  }

  /** Forgets them. @returns the same changes, for somebody else to keep */
  take(): Pending {
    const taken = new Pending();
    taken.#changes.push(...this.#changes.splice(0));
    return taken;
  }

  /** The changed members of a state on which all are made again. One that fails there is left out, and told to `failed`. */
  on(state: Members, failed: (error: unknown) => void): Members {
    const made = this.#changes.reduce((present, { again }) => {
      try {
        return again(present);
      } catch (error) {
        failed(error);
        return present;
      }
    }, state);
    return Object.fromEntries([...this.names].map((name) => [name, memberOf(made, name)]));
  }
}

/** The members of a state with some replaced; one that becomes `undefined` is taken away. */
export function withMembers(state: Members, members: Members): Members {
  return Object.fromEntries(Object.entries({ ...state, ...members }).filter(([, value]) => value !== undefined));
}

/** The synced members in which two states differ. */
export function changedNames(before: Members, after: Members, isSynced: (name: string) => boolean): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => isSynced(name) && !Object.is(memberOf(before, name), memberOf(after, name)));
}

/** A member of an object's own. */
export function memberOf(state: Members, name: string): unknown {
  return Object.hasOwn(state, name) ? state[name] : undefined;
}

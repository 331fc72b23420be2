import type { Change, Synced } from "ws-sync-rx";
import { isPlainObject } from "./is-plain-object.ts";
import type { SyncedSetters } from "./synced-state.ts";

type Setter = (next: unknown) => void;

/** `setX` and `syncX` of the members of one copy, each made once, however many components name the same member. */
export class MemberSetters<State> {
  readonly #copy: Synced<State>;
  #known: Readonly<Record<string, Setter>> = {};

  constructor(copy: Synced<State>) {
    this.#copy = copy;
  }

  /** The functions for all members named so far: the same object, unless `initial` names a new one. */
  naming(initial: State): SyncedSetters<State> {
    const names = isPlainObject(initial) ? Object.keys(initial) : [];
    const unknown = names.filter((name) => !Object.hasOwn(this.#known, `set${capitalised(name)}`));
    if (unknown.length > 0)
      this.#known = { ...this.#known, ...Object.fromEntries(unknown.flatMap((name) => this.#settersOf(name))) };
    return this.#known as SyncedSetters<State>;
  }

  #settersOf(name: string): readonly (readonly [string, Setter])[] {
    const copy = this.#copy;
    const replacing = (value: unknown) => ({ [name]: value }) as Change<State>;
    const updating = (update: Updater) => (state: State) => ({ ...state, [name]: update(memberOf(state, name)) });
    const valueOf = (next: unknown) => (isUpdater(next) ? next(memberOf(copy.value, name)) : next);

    const set = (next: unknown): void => {
      const value = valueOf(next);
      if (!Object.is(value, memberOf(copy.value, name))) copy.set(replacing(value));
    };
    const sync = (next: unknown): void => {
      const value = valueOf(next);
      // A recipe that changes nothing here may stand for what `setX` changed here only: that is sent as a value.
      const changes = !Object.is(value, memberOf(copy.value, name));
      // what becomes of it is reported by the copy, and in `usePending`
      void copy.write(isUpdater(next) && changes ? updating(next) : replacing(value));
    };
    return [
      [`set${capitalised(name)}`, set],
      [`sync${capitalised(name)}`, sync],
    ];
  }
}

type Updater = (present: unknown) => unknown;

function isUpdater(next: unknown): next is Updater {
  return typeof next === "function";
}

function memberOf(state: unknown, name: string): unknown {
  return isPlainObject(state) && Object.hasOwn(state, name) ? Reflect.get(state, name) : undefined;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

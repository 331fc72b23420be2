import { applyPatch } from "../patch/apply-patch.ts";
import { createMemberPatch } from "../patch/create-member-patch.ts";
import { createPatch } from "../patch/create-patch.ts";
import type { Operation, PatchOperation } from "../patch/operation.ts";
import { formatPointer, parsePointer } from "../patch/pointer.ts";
import { snapshot } from "../patch/snapshot.ts";
import { isRecord } from "../protocol/is-record.ts";
import { type Change, changed } from "./change.ts";
import { changedMembers, memberOf, type Members, withMembers, without } from "./members.ts";

/** A change made to a copy, and what the server must be sent for it. */
export interface Written<S> {
  readonly copy: LocalCopy<S>;
  /** one list per write, never the root of an object: what others did to the other members must stay */
  readonly operations: readonly Operation[];
}

/** A change that the server is asked for; the same change asked for twice is two of these. */
export interface Pending<S> {
  readonly change: Change<S>;
}

interface Layers<S> {
  /** what the server has not answered yet, oldest first; it is made again on every new state */
  readonly pending?: readonly Pending<S>[];
  /** members that were changed here only */
  readonly local?: Members;
  /** what is shown, where it is known */
  readonly view?: S;
}

/**
 * A client's copy of a state, in three layers: what the server has said (*confirmed*), what was asked of it and not answered yet (*pending*),
 * and what was changed here only (*local*), which lies on top until the server or a write says otherwise.
 *
 * ```
 * confirmed  a--------b------c---    deltas of the server
 * pending    --w------w------|       made again on each of them, until the answer
 * view       a-aw-----bw-----c---    c has the write in it
 * ```
 *
 * Values are never mutated, and everything that did not change keeps its identity: after a patch along the path only, after a new
 * snapshot wherever it equals the old one, and a change that changes nothing is the same copy.
 */
export class LocalCopy<S> {
  /** The state as it is shown. */
  readonly view: S;
  /** What the server has said. */
  readonly confirmed: S;
  readonly #pending: readonly Pending<S>[];
  readonly #local: Members;

  constructor(confirmed: S, layers: Layers<S> = {}) {
    const { pending = [], local = new Map<string, unknown>(), view } = layers;
    this.confirmed = confirmed;
    this.#pending = pending;
    this.#local = local;
    // null is a state as well
    this.view = view === undefined ? shown(made(confirmed, pending), local) : view;
  }

  /**
   * The server sent its whole state.
   *
   * @param shown what was pending and is in it
   */
  replaced(state: unknown, shown: readonly Pending<S>[] = []): LocalCopy<S> {
    return this.#keeping(new LocalCopy(snapshot(this.view, state), { pending: this.#without(shown) }));
  }

  /**
   * The server sent a patch.
   *
   * @param shown what was pending and is in it
   * @throws PatchError when it does not fit
   */
  patched(operations: readonly PatchOperation[], shown: readonly Pending<S>[] = []): LocalCopy<S> {
    const confirmed = applyPatch(this.confirmed, operations);
    const touched = new Set(operations.flatMap(pointersOf).map((pointer) => parsePointer(pointer)[0]));
    const local = touched.has(undefined) ? new Map<string, unknown>() : without(this.#local, touched);
    return this.#keeping(new LocalCopy(confirmed, { pending: this.#without(shown), local }));
  }

  /** Changes the view and nothing else. */
  changedHere(change: Change<S>): LocalCopy<S> {
    const pending = this.#pending;
    const next = changed(this.view, change);
    if (Object.is(next, this.view)) return this;
    if (!isRecord(next) || !isRecord(this.view)) return new LocalCopy(this.confirmed, { pending, view: next });
    const members = changedMembers(this.view, next);
    if (members.size === 0) return this;
    return new LocalCopy(this.confirmed, { pending, local: new Map([...this.#local, ...members]) });
  }

  /** Makes a change that the server is to be asked for. */
  asked(change: Change<S>): { readonly copy: LocalCopy<S>; readonly asked: Pending<S> } {
    const next = changed(this.view, change);
    const members =
      isRecord(next) && isRecord(this.view)
        ? new Set([...namedBy(change), ...changedMembers(this.view, next).keys()])
        : undefined;
    const local = members === undefined ? new Map<string, unknown>() : without(this.#local, members);
    // what it was made on was partly changed here only, and is asked for with it
    const under = members === undefined ? local : new Map([...this.#local].filter(([name]) => members.has(name)));
    const asked = { change: under.size === 0 ? change : (state: S) => changed(shown(state, under), change) };
    const layers = { pending: [...this.#pending, asked], local };
    return { copy: this.#keeping(new LocalCopy(this.confirmed, layers)), asked };
  }

  /** Changes that were asked for are over: the server has said what became of them. */
  answered(asked: readonly Pending<S>[]): LocalCopy<S> {
    const pending = this.#without(asked);
    return this.#keeping(new LocalCopy(this.confirmed, { pending, local: this.#local }));
  }

  /** What the server must be sent to make changes on the state that it has confirmed: none of them pending before. */
  operationsOf(asked: readonly Pending<S>[]): readonly PatchOperation[] {
    return createMemberPatch(this.confirmed, made(this.confirmed, asked, true), { text: true });
  }

  /** What changes do on top of all that is pending before them. */
  stepOf(asked: readonly Pending<S>[]): readonly PatchOperation[] {
    const first = this.#pending.findIndex((one) => asked.includes(one));
    const before = made(this.confirmed, this.#pending.slice(0, Math.max(first, 0)));
    return createMemberPatch(before, made(before, asked, true), { text: true });
  }

  /** Takes it that an original server, which does not answer, makes these changes. */
  assumed(asked: readonly Pending<S>[]): Written<S> {
    const pending = this.#without(asked);
    let copy = new LocalCopy(this.confirmed, { local: this.#local });
    const operations: Operation[] = [];
    for (const { change } of asked) {
      const written = copy.written(change);
      copy = written.copy;
      operations.push(...written.operations);
    }
    return { copy: this.#keeping(new LocalCopy(copy.confirmed, { pending, local: copy.#local })), operations };
  }

  /** Changes the view and what the server is believed to have; only where nothing is pending. */
  written(change: Change<S>): Written<S> {
    const next = changed(this.view, change);
    const { confirmed } = this;
    if (!isRecord(next) || !isRecord(confirmed) || !isRecord(this.view)) {
      return {
        copy: Object.is(next, confirmed) ? this : new LocalCopy<S>(next),
        operations: createPatch(confirmed, next),
      };
    }
    const members = new Map([
      ...namedBy(change).map((name) => [name, memberOf(next, name)] as const),
      ...changedMembers(this.view, next),
    ]);
    const operations = [...members].flatMap(([name, value]) => memberPatch(name, memberOf(confirmed, name), value));
    const local = without(this.#local, new Set(members.keys()));
    if (operations.length === 0 && local.size === this.#local.size) return { copy: this, operations };
    const after = operations.length === 0 ? confirmed : withMembers<S>(confirmed, members);
    return { copy: new LocalCopy<S>(after, { local }), operations };
  }

  #without(over: readonly Pending<S>[]): readonly Pending<S>[] {
    return over.length === 0 ? this.#pending : this.#pending.filter((one) => !over.includes(one));
  }

  /** Pending changes that are made again make new values: where they say the same as before, the old ones are kept. */
  #keeping(next: LocalCopy<S>): LocalCopy<S> {
    if (Object.is(next.view, this.view) || (this.#pending.length === 0 && next.#pending.length === 0)) return next;
    const [pending, local] = [next.#pending, next.#local];
    if (pending.length === 0) return new LocalCopy(snapshot(this.view, next.confirmed), { local });
    return new LocalCopy(next.confirmed, { pending, local, view: snapshot(this.view, next.view) });
  }
}

/** A state with changes made; one that fails here fails when it is to be sent. */
function made<S>(state: S, asked: readonly Pending<S>[], strict = false): S {
  return asked.reduce((before, { change }) => {
    try {
      return changed(before, change);
    } catch (error) {
      if (strict) throw error;
      return before;
    }
  }, state);
}

function shown<S>(state: S, local: Members): S {
  return local.size === 0 || !isRecord(state) ? state : withMembers<S>(state, local);
}

/** The members that a change names, whether or not it changes them. */
function namedBy<S>(change: Change<S>): readonly string[] {
  return isRecord(change) ? Object.keys(change) : [];
}

function memberPatch(name: string, before: unknown, after: unknown): readonly Operation[] {
  const path = formatPointer([name]);
  if (after === undefined) return before === undefined ? [] : [{ op: "remove", path }];
  if (before === undefined) return [{ op: "add", path, value: after }];
  return createPatch(before, after).map((operation) => ({
    ...operation,
    path: path + operation.path,
    ...("from" in operation ? { from: path + operation.from } : {}),
  }));
}

function pointersOf(operation: PatchOperation): readonly string[] {
  return "from" in operation ? [operation.path, operation.from] : [operation.path];
}

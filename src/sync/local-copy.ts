import { applyPatch } from "../patch/apply-patch.ts";
import { createPatch } from "../patch/create-patch.ts";
import type { Operation, PatchOperation } from "../patch/operation.ts";
import { parsePointer } from "../patch/pointer.ts";
import { isRecord } from "../protocol/is-record.ts";
import { snapshot } from "../patch/snapshot.ts";

/** A change to a state: members to replace, or a function from the present state to the next. */
export type Change<S> = Partial<S> | ((state: S) => S);

/**
 * A client's copy of a state: what it believes the server has (*confirmed*), and members that were changed here only (*local*), which
 * lie on top until the server or a write says otherwise.
 *
 * Values are never mutated, and everything that did not change keeps its identity: after a patch along the path only, after a new
 * snapshot wherever it equals the old one.
 */
export class LocalCopy<S> {
  /** The state as it is shown. */
  readonly view: S;
  readonly #confirmed: S;
  readonly #local: Members;

  constructor(confirmed: S, local: Members = new Map()) {
    this.#confirmed = confirmed;
    this.#local = local;
    this.view = local.size === 0 || !isRecord(confirmed) ? confirmed : withMembers<S>(confirmed, local);
  }

  /** The server sent its whole state. */
  replaced(state: unknown): LocalCopy<S> {
    return new LocalCopy(snapshot(this.view, state));
  }

  /**
   * The server sent a patch.
   *
   * @throws PatchError when it does not fit
   */
  patched(operations: readonly PatchOperation[]): LocalCopy<S> {
    const confirmed = applyPatch(this.#confirmed, operations);
    const touched = new Set(operations.flatMap(pointersOf).map((pointer) => parsePointer(pointer)[0]));
    return new LocalCopy(confirmed, touched.has(undefined) ? new Map() : without(this.#local, touched));
  }

  /** Changes the view and nothing else. */
  changedHere(change: Change<S>): LocalCopy<S> {
    const next = resultOf(change, this.view);
    if (!isRecord(next) || !isRecord(this.view)) return new LocalCopy<S>(next);
    return new LocalCopy(this.#confirmed, new Map([...this.#local, ...changedMembers(this.view, next)]));
  }

  /** Changes the view and what the server is believed to have, by operations that it must be sent. */
  written(change: Change<S>): { readonly copy: LocalCopy<S>; readonly operations: readonly Operation[] } {
    const next = resultOf(change, this.view);
    if (!isRecord(next) || !isRecord(this.#confirmed) || !isRecord(this.view)) {
      return { copy: new LocalCopy<S>(next), operations: createPatch(this.#confirmed, next) };
    }
    const asked = typeof change === "function" ? [] : Object.keys(change);
    const members = new Map([
      ...asked.map((name) => [name, memberOf(next, name)] as const),
      ...changedMembers(this.view, next),
    ]);
    const confirmed: S = withMembers<S>(this.#confirmed, members);
    const copy = new LocalCopy<S>(confirmed, without(this.#local, new Set(members.keys())));
    return { copy, operations: createPatch(this.#confirmed, confirmed) };
  }
}

/** Members by name; one that is `undefined` is absent, as in JSON. */
type Members = ReadonlyMap<string, unknown>;

function resultOf<S>(change: Change<S>, state: S): S {
  return isRecipe(change) ? change(state) : { ...state, ...change };
}

function isRecipe<S>(change: Change<S>): change is (state: S) => S {
  return typeof change === "function";
}

function memberOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function changedMembers(before: object, after: object): Members {
  const names = [...Object.keys(before), ...Object.keys(after)];
  const changed = names.filter((name) => memberOf(before, name) !== memberOf(after, name));
  return new Map(changed.map((name) => [name, memberOf(after, name)]));
}

function withMembers<S>(state: S & object, members: Members): S {
  const entries = [...new Map<string, unknown>([...Object.entries(state), ...members])];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as S;
}

function without(members: Members, names: ReadonlySet<string | undefined>): Members {
  return new Map([...members].filter(([name]) => !names.has(name)));
}

function pointersOf(operation: PatchOperation): readonly string[] {
  return operation.op === "move" ? [operation.path, operation.from] : [operation.path];
}

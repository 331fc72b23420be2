import { applyPatch } from "../patch/apply-patch.ts";
import { createPatch } from "../patch/create-patch.ts";
import type { Operation, PatchOperation } from "../patch/operation.ts";
import { formatPointer, parsePointer } from "../patch/pointer.ts";
import { snapshot } from "../patch/snapshot.ts";
import { isRecord } from "../protocol/is-record.ts";
import { changedMembers, memberOf, type Members, withMembers, without } from "./members.ts";

/**
 * A change to a state: members to replace, or a function from the present state to the next. A state that is no object is replaced by
 * the change itself.
 */
export type Change<S> = Partial<S> | ((state: S) => S);

/** A change made to a copy, and what the server must be sent for it. */
export interface Written<S> {
  readonly copy: LocalCopy<S>;
  /** one list per write, never the root of an object: what others did to the other members must stay */
  readonly operations: readonly Operation[];
}

/**
 * A client's copy of a state: what it believes the server has (*confirmed*), and what was changed here only (*local*), which lies on
 * top until the server or a write says otherwise.
 *
 * Values are never mutated, and everything that did not change keeps its identity: after a patch along the path only, after a new
 * snapshot wherever it equals the old one, and a change that changes nothing is the same copy.
 */
export class LocalCopy<S> {
  /** The state as it is shown. */
  readonly view: S;
  readonly #confirmed: S;
  readonly #local: Members;

  constructor(confirmed: S, local: Members = new Map(), view: S = shown(confirmed, local)) {
    this.view = view;
    this.#confirmed = confirmed;
    this.#local = local;
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
    if (Object.is(next, this.view)) return this;
    if (!isRecord(next) || !isRecord(this.view)) return new LocalCopy(this.#confirmed, new Map(), next);
    const changed = changedMembers(this.view, next);
    return changed.size === 0 ? this : new LocalCopy(this.#confirmed, new Map([...this.#local, ...changed]));
  }

  /** Changes the view and what the server is believed to have. */
  written(change: Change<S>): Written<S> {
    const next = resultOf(change, this.view);
    const confirmed = this.#confirmed;
    if (!isRecord(next) || !isRecord(confirmed) || !isRecord(this.view)) {
      return {
        copy: Object.is(next, confirmed) ? this : new LocalCopy<S>(next),
        operations: createPatch(confirmed, next),
      };
    }
    const members = new Map([
      ...asked(change).map((name) => [name, memberOf(next, name)] as const),
      ...changedMembers(this.view, next),
    ]);
    const operations = [...members].flatMap(([name, value]) => memberPatch(name, memberOf(confirmed, name), value));
    const local = without(this.#local, new Set(members.keys()));
    if (operations.length === 0 && local.size === this.#local.size) return { copy: this, operations };
    return {
      copy: new LocalCopy<S>(operations.length === 0 ? confirmed : withMembers<S>(confirmed, members), local),
      operations,
    };
  }
}

function shown<S>(confirmed: S, local: Members): S {
  return local.size === 0 || !isRecord(confirmed) ? confirmed : withMembers<S>(confirmed, local);
}

function resultOf<S>(change: Change<S>, state: S): S {
  if (isRecipe(change)) return change(state);
  return isRecord(state) && isRecord(change) ? { ...state, ...change } : (change as S);
}

function isRecipe<S>(change: Change<S>): change is (state: S) => S {
  return typeof change === "function";
}

function asked<S>(change: Change<S>): readonly string[] {
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
  return operation.op === "move" ? [operation.path, operation.from] : [operation.path];
}

import { applyOperation } from "./apply-operation.ts";
import { Copies } from "./copies.ts";
import { cutText } from "./cut-text.ts";
import { isContainer } from "./json-value.ts";
import { target, valueAt, type Target } from "./locate.ts";
import type { PatchOperation } from "./operation.ts";
import { formatPointer } from "./pointer.ts";

/**
 * The patch that undoes a patch: applied to what the patch makes of the state, it gives back a state equal to the former.
 *
 * ```
 * state  ──patch──►  next  ──invertPatch(state, patch)──►  state
 * ```
 *
 * The order of an object's members, which JSON gives no meaning, may differ. `test`s are left out.
 *
 * @param state what the patch applies to, never changed
 * @throws PatchError when the patch does not fit the state
 */
export function invertPatch(state: unknown, operations: readonly PatchOperation[]): PatchOperation[] {
  const copies = new Copies(operations.length > 1);
  const steps: PatchOperation[][] = [];
  let current = state;
  for (const [index, operation] of operations.entries()) {
    const undo = new Undo(current, index);
    steps.push(undo.of(operation));
    // What was written down for the way back may not be changed any more.
    if (undo.keepsContainer) copies.share();
    current = applyOperation(current, operation, index, copies);
  }
  return steps.reverse().flat();
}

/** Writes the way back of one operation, given the state before it. */
class Undo {
  keepsContainer = false;

  constructor(
    private readonly state: unknown,
    private readonly index: number,
  ) {}

  of(operation: PatchOperation): PatchOperation[] {
    const to = target(operation.path, "path", this.index);
    switch (operation.op) {
      case "add":
      case "copy":
        return [this.undoAdd(to, this.state)];
      case "remove":
        return [{ op: to.tokens.length === 0 ? "replace" : "add", path: to.path, value: this.valueOf(to) }];
      case "replace":
        return [{ op: "replace", path: to.path, value: this.valueOf(to) }];
      case "move":
        return this.undoMove(target(operation.from, "from", this.index), to);
      case "str_ins":
        return operation.str === "" ? [] : [{ ...place(to, operation.pos), op: "str_del", len: operation.str.length }];
      case "str_del": {
        const text = String(valueAt(this.state, to));
        const str = cutText(text, operation.pos, operation.pos + operation.len);
        return [{ ...place(to, operation.pos), op: "str_ins", str }];
      }
      default:
        return [];
    }
  }

  private undoAdd(to: Target, state: unknown): PatchOperation {
    if (to.tokens.length === 0) return { op: "replace", path: "", value: this.keep(state) };
    const key = to.tokens.at(-1)!;
    const container = valueAt(state, { ...to, tokens: to.tokens.slice(0, -1) });
    if (Array.isArray(container)) return { op: "remove", path: elementPath(to, container.length) };
    if (isContainer(container) && Object.hasOwn(container, key)) {
      return { op: "replace", path: to.path, value: this.keep(valueAt(state, to)) };
    }
    return { op: "remove", path: to.path };
  }

  /** A move takes out and puts in, perhaps over something: the way back is a move, and what was covered is put back. */
  private undoMove(from: Target, to: Target): PatchOperation[] {
    if (from.path === to.path) return [];
    if (to.tokens.length === 0 || from.tokens.length === 0)
      return [{ op: "replace", path: "", value: this.keep(this.state) }];
    const between = applyOperation(this.state, { op: "remove", path: from.path }, this.index, new Copies(false));
    const undo = this.undoAdd(to, between);
    // What the move covered is put back first, as long as its pointer is right; and nothing can be moved into itself.
    if (undo.op === "replace" || from.path.startsWith(`${to.path}/`)) {
      return [undo, { op: "add", path: from.path, value: this.valueOf(from) }];
    }
    return [{ op: "move", from: undo.path, path: from.path }];
  }

  private valueOf(to: Target): unknown {
    return this.keep(valueAt(this.state, to));
  }

  private keep(value: unknown): unknown {
    this.keepsContainer ||= isContainer(value);
    return value;
  }
}

function place(to: Target, pos: number): { path: string; pos: number } {
  return { path: to.path, pos };
}

/** The pointer to an element that `-` may stand for. */
function elementPath(to: Target, length: number): string {
  return to.tokens.at(-1) === "-" ? formatPointer([...to.tokens.slice(0, -1), length]) : to.path;
}

import { diffArray } from "./diff-array.ts";
import type { DiffOptions } from "./diff-options.ts";
import { diffText } from "./diff-text.ts";
import { diffObject } from "./diff-object.ts";
import { equal } from "./equal.ts";
import { asObject, isContainer, isPlain } from "./json-value.ts";
import { jsonSize } from "./json-size.ts";
import { PatchWriter, replaceSize, type Mark } from "./patch-writer.ts";
import { DEFAULT_ROW_KEYS } from "./row-key.ts";
import { rowKeyRules, rowKeysAt, type RowKeyRule } from "./row-key-rules.ts";
import type { RowMemory } from "./row-symbols.ts";
import { normalise } from "./snapshot.ts";
import type { Walk } from "./walk.ts";

/** Levels the walk goes down on the call stack before it puts the rest aside for later. */
const MAX_DEPTH = 300;

/** Two values that are compared when the stack is empty again. */
interface Later {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Goes through two states side by side and writes what turns the first into the second.
 *
 * The order of writing is such that each pointer names a place of the *new* state: a list's own rows are put right before
 * anything inside them is. So a part may be put aside and done last.
 */
export class DiffWalk implements Walk {
  readonly writer = new PatchWriter();
  readonly memory: RowMemory = { hashes: new Map(), different: new Map() };

  readonly moves: boolean;

  private readonly text: boolean;
  private readonly rules: readonly RowKeyRule[];
  private readonly later: Later[] = [];
  private depth = 0;
  /** The most operations that any one container inside the one being compared has added. */
  private mostInside = 0;

  constructor({ text = false, moves = false, rowKeys = {} }: DiffOptions) {
    this.text = text;
    this.moves = moves;
    this.rules = rowKeyRules(rowKeys);
  }

  /** Writes the whole difference. */
  run(before: unknown, after: unknown): void {
    this.compare(before, after);
    for (let i = 0; i < this.later.length; i += 1) {
      const { path, before: was, after: now } = this.later[i]!;
      this.writer.goTo(path);
      this.compare(was, now);
    }
    if (this.writer.bytes > jsonSize(after, this.writer.bytes) + 64) {
      this.writer.goTo("");
      this.writer.rollBack({ operations: 0, bytes: 1 });
      this.writer.replace(after);
    }
  }

  visit(token: string | number, before: unknown, after: unknown): void {
    this.writer.enter(token);
    this.compare(before, after);
    this.writer.leave();
  }

  rowKeys(): readonly string[] {
    return this.rules.length === 0 ? DEFAULT_ROW_KEYS : rowKeysAt(this.rules, this.writer.path());
  }

  private compare(before: unknown, after: unknown): void {
    if (before === after) return;
    if (!isContainer(before) || !isContainer(after)) {
      if (this.text && typeof before === "string" && typeof after === "string") diffText(this.writer, before, after);
      else if (!equal(before, after)) this.writer.replace(after);
      return;
    }
    if (!isPlain(before) || !isPlain(after)) {
      const [was, now] = [normalise(before), normalise(after)];
      if (isContainer(was) && isContainer(now)) this.compareContainers(was, now);
      else if (was !== now) this.writer.replace(now);
      return;
    }
    this.compareContainers(before, after);
  }

  private compareContainers(before: object, after: object): void {
    if (Array.isArray(before) !== Array.isArray(after)) {
      this.writer.replace(after);
      return;
    }
    if (this.depth > MAX_DEPTH) {
      this.later.push({ path: this.writer.path(), before, after });
      return;
    }
    const mark = this.writer.mark();
    const postponed = this.later.length;
    const mostBeside = this.mostInside;
    this.mostInside = 0;
    this.depth += 1;
    const done = Array.isArray(before)
      ? diffArray(this, before, after as unknown[])
      : diffObject(this, asObject(before), asObject(after));
    this.depth -= 1;
    if (!done || this.isSmaller(after, mark)) {
      this.later.length = postponed;
      this.writer.rollBack(mark);
      this.writer.replace(after);
    }
    this.mostInside = Math.max(mostBeside, this.writer.operations.length - mark.operations);
  }

  /**
   * True when replacing the container takes less than what was written about it since. When that is all about one part of it,
   * the part has been asked already.
   */
  private isSmaller(after: object, mark: Mark): boolean {
    if (this.writer.operations.length - mark.operations <= Math.max(1, this.mostInside)) return false;
    const bytes = this.writer.bytes - mark.bytes;
    return replaceSize(this.writer.path(), after, bytes) < bytes;
  }
}

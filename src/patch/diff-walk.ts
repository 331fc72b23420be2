import { diffArray } from "./diff-array.ts";
import type { DiffOptions } from "./diff-options.ts";
import { diffText } from "./diff-text.ts";
import { diffObject } from "./diff-object.ts";
import { equal } from "./equal.ts";
import { asObject, isContainer, isPlain } from "./json-value.ts";
import { deepSize, jsonSize } from "./json-size.ts";
import { PatchWriter, replaceSize } from "./patch-writer.ts";
import { DEFAULT_ROW_KEYS } from "./row-key.ts";
import { rowKeyRules, rowKeysAt, type RowKeyRule } from "./row-key-rules.ts";
import { RowMemory } from "./row-memory.ts";
import { normalise } from "./snapshot.ts";
import type { Mark, Walk } from "./walk.ts";

/** Levels the walk goes down on the call stack before it puts the rest aside for later. */
const MAX_DEPTH = 300;

/** Containers compared to see what their difference would cost, over and above what has to be compared. */
const MOST_TRIED = 10_000;

/** A patch up to this many bytes is not compared with the size of the state. */
const SMALL_PATCH = 100;

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
  readonly memory = new RowMemory();
  readonly moves: boolean;

  private readonly text: boolean;
  private readonly rules: readonly RowKeyRule[];
  private readonly later: Later[] = [];
  private depth = 0;
  /** Something is written only to see how much it is. */
  private trying = false;
  private tries = 0;
  /** The most operations that any one container inside the one being compared has added. */
  private mostInside = 0;

  constructor({ text = false, moves = false, rowKeys }: DiffOptions) {
    this.moves = moves;
    this.text = text;
    this.rules = rowKeyRules(rowKeys);
  }

  /** Writes the whole difference. */
  run(before: unknown, after: unknown): this {
    this.compare(before, after);
    let whole: number | undefined;
    for (let i = 0; i < this.later.length; i += 1) {
      const { path, before: was, after: now } = this.later[i]!;
      this.writer.goTo(path);
      this.compare(was, now);
      // The pointers of what lies so deep are long: no more of them are built than are worth it.
      if (this.writer.bytes > (whole ??= deepSize(after))) break;
    }
    if (this.isTooLarge(after)) {
      this.writer.goTo("");
      this.writer.rollBack(0, 1);
      this.writer.replace(after);
    }
    return this;
  }

  /** Each container has been asked already, but not about what was put aside, nor about how long a pointer may be. */
  private isTooLarge(after: unknown): boolean {
    const { bytes, hasLongPath } = this.writer;
    if (bytes <= SMALL_PATCH || (this.later.length === 0 && !hasLongPath)) return false;
    const size = jsonSize(after, bytes);
    return bytes > (Number.isNaN(size) ? deepSize(after) : size);
  }

  visit(token: string | number, before: unknown, after: unknown): void {
    this.writer.enter(token);
    this.compare(before, after);
    this.writer.leave();
  }

  mark(): Mark {
    const { writer, later, mostInside } = this;
    return { operations: writer.operations.length, bytes: writer.bytes, later: later.length, mostInside };
  }

  undo(mark: Mark): void {
    this.later.length = mark.later;
    this.writer.rollBack(mark.operations, mark.bytes);
    this.mostInside = mark.mostInside;
  }

  cost(write: () => void): number | undefined {
    if (this.trying || this.tries > MOST_TRIED) return undefined;
    const mark = this.mark();
    this.trying = true;
    write();
    this.trying = false;
    const bytes = this.writer.bytes - mark.bytes;
    this.undo(mark);
    return bytes;
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
    if (this.trying) this.tries += 1;
    const mark = this.mark();
    this.mostInside = 0;
    this.depth += 1;
    const done = Array.isArray(before)
      ? diffArray(this, before, after as unknown[])
      : diffObject(this, asObject(before), asObject(after));
    this.depth -= 1;
    if (!done || this.isSmaller(after, mark)) {
      this.undo(mark);
      this.writer.replace(after);
    }
    this.mostInside = Math.max(mark.mostInside, this.writer.operations.length - mark.operations);
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

import { deepSize, jsonSize, textSize } from "./json-size.ts";
import { NonJsonError } from "./non-json-error.ts";
import type { PatchOperation } from "./operation.ts";
import { escapeToken } from "./pointer.ts";
import { normalise } from "./snapshot.ts";

/** Bytes of `{"op":"…","path":…,"value":…},` without what the dots stand for. */
const FRAME_WITH_VALUE = 27;
const FRAME = 18;

const LONG_PATH = 40;

/**
 * Collects operations while a walk goes up and down the state.
 *
 * Pointers are built only when an operation is written, and each part of one only once. `bytes` is the size of the
 * patch so far as JSON, texts in values counted as `jsonSize` does.
 */
export class PatchWriter {
  readonly operations: PatchOperation[] = [];
  bytes = 1;
  /** Some pointer is so long that its escapes may weigh more than what it points to. */
  hasLongPath = false;

  private readonly tokens: (string | number)[] = [];
  private readonly paths: string[] = [""];
  /** Up to this level `paths` holds the pointer to where the walk is. */
  private built = 0;
  private level = 0;

  enter(token: string | number): void {
    this.tokens[this.level] = token;
    this.level += 1;
    if (this.built >= this.level) this.built = this.level - 1;
  }

  leave(): void {
    this.level -= 1;
    if (this.built > this.level) this.built = this.level;
  }

  /** Goes to a pointer written down before, from where `enter` and `leave` go on. */
  goTo(path: string): void {
    this.level = 0;
    this.built = 0;
    this.paths[0] = path;
  }

  /** The pointer to where the walk is. */
  path(): string {
    for (; this.built < this.level; this.built += 1) {
      this.paths[this.built + 1] = join(this.paths[this.built]!, this.tokens[this.built]!);
    }
    return this.paths[this.built]!;
  }

  remove(token: string | number): void {
    const path = join(this.path(), token);
    this.operations.push({ op: "remove", path });
    this.bytes += FRAME + 6 + this.pathSize(path);
  }

  /** Moves a part of the value where the walk is. */
  move(from: string | number, token: string | number): void {
    const here = this.path();
    const operation = { op: "move", from: join(here, from), path: join(here, token) } as const;
    this.operations.push(operation);
    this.bytes += FRAME + 12 + this.pathSize(operation.from) + this.pathSize(operation.path);
  }

  add(token: string | number, value: unknown): void {
    this.put("add", join(this.path(), token), value);
  }

  /** Replaces the value where the walk is. */
  replace(value: unknown): void {
    this.put("replace", this.path(), value);
  }

  /** Writes any other operation whose size in bytes the caller knows. */
  push(operation: PatchOperation, bytes: number): void {
    this.operations.push(operation);
    this.bytes += bytes;
  }

  /** Forgets what was written since there were so many operations and bytes. */
  rollBack(operations: number, bytes: number): void {
    this.operations.length = operations;
    this.bytes = bytes;
  }

  private put(op: "add" | "replace", path: string, value: unknown): void {
    let json = value;
    let size = jsonSize(value);
    if (Number.isNaN(size)) {
      json = normaliseAt(path, value);
      size = jsonSize(json);
      if (Number.isNaN(size)) size = deepSize(json);
    }
    this.operations.push({ op, path, value: json });
    this.bytes += FRAME_WITH_VALUE + (op === "add" ? 3 : 7) + this.pathSize(path) + size;
  }

  private pathSize(path: string): number {
    const size = textSize(path);
    this.hasLongPath ||= size > LONG_PATH;
    return size;
  }
}

/** Bytes that replacing the value at a pointer takes in a patch; counting stops beyond `limit`. */
export function replaceSize(path: string, value: unknown, limit?: number): number {
  return FRAME_WITH_VALUE + 7 + textSize(path) + jsonSize(value, limit);
}

function join(path: string, token: string | number): string {
  return `${path}/${typeof token === "number" ? token : escapeToken(token)}`;
}

function normaliseAt(path: string, value: unknown): unknown {
  try {
    return normalise(value);
  } catch (error) {
    if (error instanceof NonJsonError) throw new NonJsonError(path + error.path, error.reason, { cause: error.cause });
    throw error;
  }
}

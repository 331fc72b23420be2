import { asObject, isAbsent, isContainer, isPlain } from "./json-value.ts";
import { normalise } from "./snapshot.ts";

/** Below this level everything hashes alike: equal hashes are compared in full anyway. */
const MAX_DEPTH = 64;
/** Longer texts are hashed by their length, beginning and end. */
const MAX_TEXT = 64;

/** Hashes of the containers seen so far, so that nested lists do not hash the same rows again. */
export type KnownHashes = Map<object, number>;

/** A 32-bit hash of what a value says as JSON; the order of members does not count. */
export function contentHash(value: unknown, known: KnownHashes, depth = 0): number {
  if (!isContainer(value)) return scalarHash(value);
  if (depth > MAX_DEPTH) return 7;
  const before = known.get(value);
  if (before !== undefined) return before;
  const plain = isPlain(value) ? value : normalise(value);
  const hash = isContainer(plain) ? containerHash(plain, known, depth) : scalarHash(plain);
  known.set(value, hash);
  return hash;
}

function containerHash(value: object, known: KnownHashes, depth: number): number {
  if (Array.isArray(value)) {
    let hash = 17;
    for (let i = 0; i < value.length; i += 1) hash = mix(hash, contentHash(value[i], known, depth + 1));
    return hash;
  }
  const object = asObject(value);
  let hash = 31;
  for (const key of Object.keys(object)) {
    const member = object[key];
    if (!isAbsent(member)) hash = (hash + mix(textHash(key), contentHash(member, known, depth + 1))) | 0;
  }
  return hash;
}

function scalarHash(value: unknown): number {
  switch (typeof value) {
    case "string":
      return textHash(value);
    case "number":
      return Number.isInteger(value) ? mix(value | 0, 5) : Number.isFinite(value) ? textHash(String(value)) : 1;
    case "boolean":
      return value ? 2 : 3;
    default:
      return 1;
  }
}

function textHash(text: string): number {
  let hash = text.length;
  if (text.length <= MAX_TEXT) {
    for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    return hash;
  }
  const half = MAX_TEXT / 2;
  for (let i = 0; i < half; i += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    hash = (Math.imul(hash, 31) + text.charCodeAt(text.length - 1 - i)) | 0;
  }
  return hash;
}

function mix(a: number, b: number): number {
  const c = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x85ebca6b);
  return c ^ (c >>> 13);
}

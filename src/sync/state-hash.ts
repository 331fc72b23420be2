import { isRecord } from "../protocol/is-record.ts";

/**
 * A 32-bit hash of all that a state says as JSON; the order of members does not count. Both ends compute it, so it is part of the wire
 * (PROTOCOL.md, "Divergence").
 */
export function stateHash(state: unknown): number {
  return hashOf(state) >>> 0;
}

function hashOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((hash, element) => mixed(hash, hashOf(element ?? null)), 17);
  if (!isRecord(value)) return textHash(JSON.stringify(value ?? null));
  return Object.entries(value).reduce(
    (hash, [name, member]) => (member === undefined ? hash : (hash + mixed(textHash(name), hashOf(member))) | 0),
    31,
  );
}

/** FNV-1a over UTF-16 code units. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

function mixed(a: number, b: number): number {
  const sum = Math.imul(a ^ (b + 0x9e3779b9), 0x85ebca6b);
  return sum ^ (sum >>> 13);
}

import { asObject, isAbsent, isContainer } from "./json-value.ts";

/** Text whose JSON is itself in quotes, one byte each. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Bytes of a text as JSON in UTF-8, quotes included. */
export function textSize(text: string): number {
  if (PLAIN.test(text)) return text.length + 2;
  const json = JSON.stringify(text);
  let size = json.length;
  for (let i = 0; i < json.length; i += 1) {
    const unit = json.charCodeAt(i);
    // A surrogate pair is two units and four bytes; JSON.stringify has escaped the lone ones.
    if (unit > 0x7f) size += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return size;
}

/** Bytes of a scalar as JSON. */
export function scalarSize(value: unknown): number {
  switch (typeof value) {
    case "string":
      return textSize(value);
    case "number":
      return Number.isFinite(value) ? numberSize(value) : 4;
    case "boolean":
      return value ? 4 : 5;
    default:
      return 4;
  }
}

function numberSize(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value < 10_000)
    return value < 10 ? 1 : value < 100 ? 2 : value < 1_000 ? 3 : 4;
  return String(value + 0).length;
}

/**
 * Bytes of a value as JSON in UTF-8, without making the JSON.
 *
 * @param limit stops counting beyond this many bytes, so that asking "is it smaller than this" costs no more than the answer
 * @returns the exact size up to `limit`, anything larger beyond
 */
export function jsonSize(value: unknown, limit = Infinity): number {
  if (!isContainer(value)) return scalarSize(value);
  let size = 0;
  const open: object[] = [value];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    size += Array.isArray(container) ? listSize(container, open, limit - size) : objectSize(container, open);
    if (size > limit) return size;
  }
  return size;
}

function listSize(list: readonly unknown[], open: object[], limit: number): number {
  let size = 2 + Math.max(0, list.length - 1);
  for (let i = 0; i < list.length && size <= limit; i += 1) {
    const element = list[i];
    if (isContainer(element)) open.push(element);
    else size += scalarSize(element);
  }
  return size;
}

function objectSize(container: object, open: object[]): number {
  const object = asObject(container);
  let size = 1;
  for (const key of Object.keys(object)) {
    const member = object[key];
    if (isAbsent(member)) continue;
    size += textSize(key) + 2;
    if (isContainer(member)) open.push(member);
    else size += scalarSize(member);
  }
  return Math.max(2, size);
}

import { asObject, isAbsent, isContainer, isPlain } from "./json-value.ts";

/** Levels measured on the call stack. */
const MAX_DEPTH = 400;

/** Text whose JSON is itself in quotes, one byte each. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** Up to so many units a loop is done before the engine of regular expressions has begun. */
const SHORT = 64;

/** Bytes of a text as JSON in UTF-8, quotes included. */
export function textSize(text: string): number {
  if (text.length <= SHORT ? isPlainText(text) : PLAIN.test(text)) return text.length + 2;
  return byteLength(JSON.stringify(text));
}

/** As `PLAIN`. */
function isPlainText(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return false;
  }
  return true;
}

/** Bytes of JSON in UTF-8. */
export function byteLength(json: string): number {
  let size = json.length;
  for (let i = 0; i < json.length; i += 1) {
    const unit = json.charCodeAt(i);
    // A surrogate pair is two units and four bytes; JSON.stringify has escaped the lone ones.
    if (unit > 0x7f) size += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return size;
}

/**
 * About how many bytes a value takes as JSON, without making the JSON.
 *
 * Each UTF-16 unit of a text is counted as one byte. A patch and a snapshot that hold the same texts are thus compared fairly,
 * and no text is looked into.
 *
 * @param limit stops counting beyond this many bytes, so that asking "is it smaller than this" costs no more than the answer
 * @returns the size; beyond `limit` any larger number; `NaN` for what is not plain JSON, or nests too deep to be told
 */
export function jsonSize(value: unknown, limit = Infinity): number {
  return isContainer(value) ? containerSize(value, limit, 0) : scalarSize(value);
}

/** The size of plain JSON of any depth. */
export function deepSize(value: unknown): number {
  let size = 0;
  const open = [value];
  for (let i = 0; i < open.length; i += 1) {
    const one = open[i];
    if (!isContainer(one)) {
      size += scalarSize(one) + 1;
      continue;
    }
    const members = Object.entries(one);
    // The brackets, and a comma behind each but the last member.
    size += members.length === 0 ? 3 : 2;
    for (const [key, member] of members) {
      if (!Array.isArray(one)) size += key.length + 3;
      open.push(member);
    }
  }
  return size - 1;
}

function containerSize(value: object, limit: number, depth: number): number {
  if (!isPlain(value) || depth > MAX_DEPTH) return NaN;
  let size = 1;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && size <= limit; i += 1) {
      const element: unknown = value[i];
      if (isAbsent(element)) return NaN;
      size += 1 + (isContainer(element) ? containerSize(element, limit - size, depth + 1) : scalarSize(element));
    }
  } else {
    const object = asObject(value);
    for (const key in object) {
      const member = object[key];
      size +=
        key.length + 4 + (isContainer(member) ? containerSize(member, limit - size, depth + 1) : scalarSize(member));
      if (size > limit) break;
    }
  }
  return size === 1 ? 2 : size;
}

function scalarSize(value: unknown): number {
  switch (typeof value) {
    case "string":
      return value.length + 2;
    case "number":
      return numberSize(value);
    case "boolean":
      return value ? 4 : 5;
    default:
      return value === null ? 4 : NaN;
  }
}

function numberSize(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value < 100_000) {
    return value < 10 ? 1 : value < 100 ? 2 : value < 1_000 ? 3 : value < 10_000 ? 4 : 5;
  }
  return Number.isFinite(value) ? String(value).length : NaN;
}

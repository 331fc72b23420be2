import fc from "fast-check";

import { copyOf, json, scalar } from "./json-arbitrary.ts";

/** One thing a program does to its state; `at` and `to` choose a place, modulo what is there. */
interface Step {
  readonly kind:
    "set" | "remove" | "insert" | "move" | "swap" | "splice" | "text" | "rename" | "type" | "sort" | "clone";
  readonly way: readonly number[];
  readonly at: number;
  readonly to: number;
  readonly value: unknown;
}

const KINDS = ["set", "remove", "insert", "move", "swap", "splice", "text", "rename", "type", "sort", "clone"] as const;

const step = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constantFrom(...KINDS),
    way: fc.array(fc.nat(9), { maxLength: 4 }),
    at: fc.nat(20),
    to: fc.nat(20),
    value,
  });

/**
 * A state and the states that follow it: edits of members, lists and texts, rows moved, renamed, replaced by another type,
 * whole parts cloned. Unchanged parts are shared with the state before, as in an immutable program.
 */
export function states(options: { readonly proto?: boolean; readonly length?: number } = {}): fc.Arbitrary<unknown[]> {
  const value = fc.oneof(scalar, json(options));
  const steps = fc.array(fc.array(step(value), { maxLength: 4 }), { minLength: 1, maxLength: options.length ?? 3 });
  return fc
    .tuple(json(options), steps)
    .map(([first, turns]) => turns.reduce<unknown[]>((all, turn) => [...all, turn.reduce(take, all.at(-1))], [first]));
}

/** The state after one step; the former state is not touched. */
function take(state: unknown, step: Step, depth = 0): unknown {
  const turn = step.way[depth];
  if (typeof state === "object" && state !== null && turn !== undefined) {
    const keys = Object.keys(state);
    const key = keys[turn % Math.max(1, keys.length)];
    if (key !== undefined) return put(state, key, take((state as Record<string, unknown>)[key], step, depth + 1));
  }
  if (step.kind === "type") return step.value;
  if (step.kind === "clone") return copyOf(state);
  if (typeof state === "string") return step.kind === "text" ? retype(state, step) : step.value;
  if (Array.isArray(state)) return editList(state, step);
  if (typeof state === "object" && state !== null) return editObject(state as Record<string, unknown>, step);
  return step.value;
}

function put(container: object, key: string, value: unknown): unknown {
  if (Array.isArray(container)) return container.with(Number(key), value);
  const copy = { ...container };
  return Object.defineProperty(copy, key, { value, writable: true, enumerable: true, configurable: true });
}

function retype(text: string, { at, to }: Step): string {
  const from = at % (text.length + 1);
  return text.slice(0, from) + "\u{1f600}ab".slice(to % 4) + text.slice(from + (to % 3));
}

function editList(list: readonly unknown[], { kind, at, to, value }: Step): unknown[] {
  const next = [...list];
  const i = at % (next.length + 1);
  const j = to % (next.length + 1);
  if (kind === "insert" || next.length === 0) next.splice(i, 0, value);
  else if (kind === "remove") next.splice(i, 1);
  else if (kind === "move") next.splice(j, 0, ...next.splice(i, 1));
  else if (kind === "splice") next.splice(i, to % 3, ...Array.from({ length: at % 4 }, () => value));
  else if (kind === "sort") next.reverse();
  else if (kind === "swap" && i < next.length && j < next.length) [next[i], next[j]] = [next[j], next[i]];
  else if (i < next.length) next[i] = value;
  return next;
}

function editObject(object: Record<string, unknown>, { kind, at, to, value }: Step): unknown {
  const keys = Object.keys(object);
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined || kind === "insert") return put(object, `new${to % 3}`, value);
  if (kind !== "remove" && kind !== "rename") return put(object, key, value);
  const entries = Object.entries(object).filter(([name]) => name !== key);
  let next: unknown = {};
  for (const [name, member] of entries) next = put(next as object, name, member);
  return kind === "rename" ? put(next as object, `${key}~/`, object[key]) : next;
}

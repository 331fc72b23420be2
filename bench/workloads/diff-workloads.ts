import { snapshot } from "../../src/patch/snapshot.ts";
import { fresh, type Note, notes } from "./notes.ts";
import { random } from "./random.ts";
import { words } from "./words.ts";

/** Two states a diff is asked about. */
export interface Workload {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The same change as a recipe, for libraries that record what is done to a draft. */
  readonly recipe?: (draft: NotesDraft) => unknown;
  /** Too large for quadratic libraries: they are left out, or, `limited`, run against the clock in a thread of their own. */
  readonly large?: "left out" | "limited";
  /** Nested so deep that a recursive library overflows the call stack. */
  readonly deepNesting?: boolean;
}

/** Notes that may be written to. */
export interface NotesDraft {
  notes: { title: string }[];
}

interface Node {
  readonly name: string;
  readonly value: number;
  readonly children: readonly Node[];
}

/** A tree with `fan` children at each inner node. */
function tree(depth: number, fan: number, path = "r"): Node {
  const children = depth === 0 ? [] : Array.from({ length: fan }, (_, i) => tree(depth - 1, fan, `${path}.${i}`));
  return { name: path, value: depth, children };
}

function editLeaf(node: Node, way: readonly number[]): Node {
  const [first, ...rest] = way;
  if (first === undefined) return { ...node, value: node.value + 1 };
  return { ...node, children: node.children.map((child, i) => (i === first ? editLeaf(child, rest) : child)) };
}

function shuffle<T>(list: readonly T[]): T[] {
  const next = random(3);
  return list
    .map((item) => [next(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
}

function deep(levels: number, leaf: number): unknown {
  let value: unknown = leaf;
  for (let i = 0; i < levels; i += 1) value = i % 2 === 0 ? [value, i] : { inner: value, level: i };
  return value;
}

const small = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`field${i}`, i]));
export const thousand = notes(1_000);
const rows = notes(10_000);
const big = tree(4, 10);
const huge = tree(10, 3);
const grid = Array.from({ length: 100 }, (_, y) => Array.from({ length: 100 }, (__, x) => x * y));
const changedGrid = grid.map((line, y) => line.map((cell, x) => ((x * 31 + y * 17) % 100 === 0 ? cell + 1 : cell)));
const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key${i}`, i]));
const text = words(random(5), 3_600);
const megabyte = words(random(6), 190_000).slice(0, 2 ** 20);
const another = words(random(7), 190_000).slice(0, 2 ** 20);
const doubled = rows.notes.map((note, i) => ({ ...note, id: `n${i % 100}` }));

/** The same list with one note's title changed. */
const retitled = (list: readonly Note[], at: number) =>
  list.map((note, i) => (i === at ? { ...note, title: "another" } : note));

/** The next states share their unchanged parts with the former: form (ii). */
export const workloads: readonly Workload[] = [
  { name: "20 fields, 1 changed", before: small, after: { ...small, field7: 99 } },
  {
    name: "1,000 notes, one title",
    recipe: ({ notes: list }) => {
      const note = list[500];
      if (note !== undefined) note.title = "another";
    },
    before: thousand,
    after: { ...thousand, notes: retitled(thousand.notes, 500) },
    large: "limited",
  },
  {
    name: "1,000 notes, insert front",
    recipe: ({ notes: list }) => list.unshift({ ...fresh }),
    before: thousand,
    after: { ...thousand, notes: [fresh, ...thousand.notes] },
  },
  {
    name: "1,000 notes, remove middle",
    recipe: ({ notes: list }) => list.splice(500, 1),
    before: thousand,
    after: { ...thousand, notes: thousand.notes.toSpliced(500, 1) },
    large: "limited",
  },
  { name: "tree of 11,000, one leaf", before: big, after: editLeaf(big, [7, 7, 7, 7]), large: "left out" },
  {
    name: "tree of 88,000, one leaf",
    before: huge,
    after: editLeaf(huge, [1, 2, 0, 1, 2, 0, 1, 2, 0, 1]),
    large: "limited",
  },
  {
    name: "10,000 rows, insert front",
    recipe: ({ notes: list }) => list.unshift({ ...fresh }),
    before: rows,
    after: { ...rows, notes: [fresh, ...rows.notes] },
    large: "limited",
  },
  {
    name: "10,000 rows, move one",
    before: rows,
    after: { ...rows, notes: rows.notes.toSpliced(100, 1).toSpliced(9_000, 0, rows.notes[100] ?? fresh) },
    large: "left out",
  },
  {
    name: "10,000 rows, sort",
    before: rows,
    after: { ...rows, notes: rows.notes.toSorted((a, b) => (a.text < b.text ? -1 : 1)) },
    large: "left out",
  },
  {
    name: "10,000 rows, filter",
    before: rows,
    after: { ...rows, notes: rows.notes.filter((note) => note.done) },
    large: "left out",
  },
  { name: "10,000 rows, reverse", before: rows, after: { ...rows, notes: rows.notes.toReversed() }, large: "left out" },
  { name: "10,000 rows, shuffle", before: rows, after: { ...rows, notes: shuffle(rows.notes) }, large: "left out" },
  {
    name: "5,000 equal rows, one more",
    before: Array.from({ length: 5_000 }, () => [1]),
    after: Array.from({ length: 5_001 }, () => [1]),
    large: "left out",
  },
  { name: "10,000 bits, all new", before: bits(1), after: bits(2), large: "left out" },
  { name: "100 x 100 grid, 1 %", before: grid, after: changedGrid, large: "limited" },
  { name: "5,000 levels deep", before: deep(5_000, 0), after: deep(5_000, 1), large: "left out", deepNesting: true },
  { name: "100,000 keys, one changed", before: wide, after: { ...wide, key777: -1 }, large: "left out" },
  {
    name: "10,000 rows, 100 ids, reverse",
    before: doubled,
    after: doubled.toReversed(),
    large: "left out",
  },
  {
    name: "10,000 rows, 100 ids, remove",
    before: doubled,
    after: doubled.toSpliced(5_000, 1),
    large: "left out",
  },
  { name: "1 MB text replaced", before: { text: megabyte }, after: { text: another }, large: "left out" },
  {
    name: "1 MB text, one word",
    before: { text: megabyte },
    after: { text: `${megabyte.slice(0, 500_000)}witch${megabyte.slice(500_006)}` },
    large: "left out",
  },
  { name: "20 kB text, token appended", before: { text }, after: { text: `${text} wizard` } },
];

function bits(seed: number): number[] {
  const next = random(seed);
  return Array.from({ length: 10_000 }, () => (next() < 0.5 ? 0 : 1));
}

/** The same workload with nothing shared: form (i), what copies of a mutable state give. */
export function cloned(work: Workload): Workload {
  return { ...work, after: snapshot<unknown>(undefined, work.after) };
}

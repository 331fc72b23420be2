const tree = { left: { v: 1 }, right: null, "a/b": 1, "t~x": 2, "": 3 };

/** What every session begins with, as it is on the wire; for tests. */
export const INITIAL = {
  NOTES: { notes: [], title: "My Notes", total_length: 0 },
  NOTES_SIZE: { title: "My Notes", notes: [], size: 0 },
  CAMEL: { currentDay: "monday", size: 0, longSnakeName: "x", runningTasks: [] },
  FILTERED: { shown: 1, revealed: 3, running_tasks: [] },
  LAZY: { value: 0 },
  THROTTLED: { ticks: 0, running_tasks: [] },
  NESTED: {
    flag: true,
    items: [
      { id: 1, tags: ["a"] },
      { id: 2, tags: [] },
    ],
    nothing: null,
    num: 1.5,
    tree,
  },
} as const;

const { items } = INITIAL.NESTED;

/** What each way of `MUTATE` makes of NESTED. */
export const MUTATED: readonly (readonly [how: string, changes: object])[] = [
  ["append", { items: [...items, { id: 3, tags: ["x", "y"] }] }],
  ["pop_front", { items: [{ id: 2, tags: [] }] }],
  ["reverse", { items: [...items].reverse() }],
  ["move", { tree: { right: null, "a/b": 1, "t~x": 2, "": 3, moved: { v: 1 } } }],
  ["copy", { tree: { ...tree, copied: { v: 1 } } }],
  ["escape", { tree: { ...tree, "a/b": 10, "t~x": 20, "": 30 } }],
  ["newkeys", { tree: { ...tree, "c/d": 1, "e~f": 1 } }],
  ["clear", { items: [] }],
  [
    "deep",
    {
      items: [
        { id: 1, tags: ["a", "deep"] },
        { id: 2, tags: [] },
      ],
    },
  ],
  ["type", { tree: ["now", "a", "list"] }],
  ["scalar", { num: 2, flag: false, nothing: 0 }],
  ["unicode", { nothing: "héllo ✓ 😀 \u2028" }],
];

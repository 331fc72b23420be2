import fc from "fast-check";
import type { DiskFault } from "./disk.ts";
import type { Edit } from "./doc.ts";

/** One thing that happens to the world, as data, so that a counter-example can be read and kept. */
export type Act =
  | { readonly act: "write"; readonly who: number; readonly edit: Edit }
  | { readonly act: "answer"; readonly who: number; readonly edit: Edit }
  | { readonly act: "mark"; readonly who: number }
  | { readonly act: "server"; readonly edit: Edit }
  | { readonly act: "call"; readonly who: number; readonly kind: "add" | "fail" | "slow" }
  | { readonly act: "ask"; readonly who: number; readonly offline: "fail" | "latest" }
  | { readonly act: "takeBack"; readonly who: number; readonly at: number }
  | { readonly act: "giveUp"; readonly who: number }
  | { readonly act: "pile"; readonly who: number; readonly how: "many" | "large" }
  | { readonly act: "sweep"; readonly count: number }
  | { readonly act: "flood"; readonly who: number; readonly count: number; readonly ms: number }
  | { readonly act: "disk"; readonly who: number; readonly fault: DiskFault; readonly ms: number }
  | { readonly act: "task"; readonly who: number; readonly ms: number; readonly fails: boolean }
  | { readonly act: "cancel"; readonly who: number }
  | { readonly act: "rivals"; readonly who: number; readonly gap: number; readonly late: number }
  | { readonly act: "cut"; readonly who: number; readonly noticed: "both" | "client" | "server" }
  | { readonly act: "hole"; readonly who: number; readonly way: "up" | "down" | "both" }
  | { readonly act: "stall"; readonly who: number; readonly way: "up" | "down"; readonly ms: number }
  | { readonly act: "latency"; readonly who: number; readonly up: number; readonly down: number }
  | { readonly act: "rate"; readonly who: number; readonly bytes: number }
  | { readonly act: "dials"; readonly who: number; readonly how: "refused" | "dark"; readonly ms: number }
  | { readonly act: "freeze"; readonly who: number; readonly ms: number }
  | { readonly act: "lookUp"; readonly ms: number; readonly every: number; readonly lasts: number }
  | { readonly act: "twin"; readonly who: number }
  | { readonly act: "takeover"; readonly who: number; readonly ms: number }
  | { readonly act: "reload"; readonly who: number; readonly late: boolean; readonly other: boolean }
  | { readonly act: "restart"; readonly keeps: boolean; readonly ms: number; readonly silent: boolean }
  | { readonly act: "drain"; readonly keeps: boolean; readonly ms: number }
  | { readonly act: "burst"; readonly count: number; readonly size: number };

export interface Step {
  /** ms before it */
  readonly gap: number;
  readonly act: Act;
}

export interface Schedule {
  /** of all chance in the world: a shorter schedule does the same things */
  readonly seed: number;
  readonly clients: number;
  /** whether pages keep what is not answered beyond their end @default false */
  readonly keeps?: boolean;
  readonly steps: readonly Step[];
}

/** ms until somebody has found out who a client is, where nobody does */
const NEVER = 1e9;

const who = fc.nat(3);
const kind = fc.constantFrom<Edit["kind"][]>(
  ...([
    "title",
    "note",
    "push",
    "push",
    "push",
    "edit",
    "edit",
    "remove",
    "insert",
    "insert",
    "add",
    "add",
    "pair",
  ] as const),
  "forbidden",
);
const edit = fc.record({ kind, at: fc.nat(9) });
const serverKind = fc.constantFrom<Edit["kind"][]>("title", "push", "edit", "remove", "insert", "move", "move");
const is = <A extends string>(act: A) => fc.constant(act);

const write = fc.record({ act: is("write"), who, edit });
const call = fc.record({ act: is("call"), who, kind: fc.constantFrom("add", "add", "fail", "slow") });
const cut = fc.record({ act: is("cut"), who, noticed: fc.constantFrom("both", "both", "client", "server") });
const lookUp = fc.record({
  act: is("lookUp"),
  ms: fc.constantFrom(30, 900, 9_000, NEVER),
  every: fc.constantFrom(1, 2),
  lasts: fc.constantFrom(900, 9_000, 60_000),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 21, arbitrary: write },
  { weight: 3, arbitrary: fc.record({ act: is("answer"), who, edit }) },
  { weight: 2, arbitrary: fc.record({ act: is("mark"), who }) },
  { weight: 10, arbitrary: fc.record({ act: is("server"), edit: fc.record({ kind: serverKind, at: fc.nat(9) }) }) },
  { weight: 6, arbitrary: call },
  { weight: 3, arbitrary: fc.record({ act: is("ask"), who, offline: fc.constantFrom("fail", "latest", "latest") }) },
  { weight: 2, arbitrary: fc.record({ act: is("takeBack"), who, at: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ act: is("giveUp"), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: is("task"), who, ms: fc.constantFrom(30, 900, 20_000), fails: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ act: is("cancel"), who }) },
  { weight: 1, arbitrary: fc.record({ act: is("rivals"), who, gap: fc.nat(60), late: fc.nat(30) }) },
  { weight: 5, arbitrary: cut },
  { weight: 3, arbitrary: fc.record({ act: is("hole"), who, way: fc.constantFrom("up", "down", "both") }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: is("stall"),
      who,
      way: fc.constantFrom("up", "down"),
      ms: fc.constantFrom(80, 2_000, 50_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: is("latency"),
      who,
      up: fc.constantFrom(0, 3, 40, 300),
      down: fc.constantFrom(0, 3, 40, 300),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: is("rate"), who, bytes: fc.constantFrom(0, 1, 50) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: is("dials"),
      who,
      how: fc.constantFrom("refused", "dark"),
      ms: fc.constantFrom(400, 15_000, 70_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: is("freeze"), who, ms: fc.constantFrom(50, 1_500, 60_000) }) },
  { weight: 2, arbitrary: lookUp },
  { weight: 1, arbitrary: fc.record({ act: is("twin"), who }) },
  { weight: 1, arbitrary: fc.record({ act: is("takeover"), who, ms: fc.constantFrom(40, 400, 9_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: is("reload"), who, late: fc.boolean(), other: fc.constantFrom(false, false, true) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: is("restart"),
      keeps: fc.boolean(),
      ms: fc.constantFrom(0, 100, 3_000),
      silent: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: is("drain"), keeps: fc.boolean(), ms: fc.constantFrom(100, 3_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: is("burst"), count: fc.constantFrom(5, 300), size: fc.constantFrom(10, 3_000) }),
  },
);

/** more than half of all gaps lie within two round trips, where things cross */
const gap = fc.oneof(
  { weight: 4, arbitrary: fc.nat(12) },
  { weight: 3, arbitrary: fc.nat(60) },
  { weight: 3, arbitrary: fc.nat(900) },
  { weight: 1, arbitrary: fc.nat(9_000) },
);

const one = fc.tuple(gap, act).map(([ms, each]): readonly Step[] => [{ gap: ms, act: each }]);
/** a write, and a fault before its answer is there */
const writeThenFault = fc
  .tuple(gap, write, fc.nat(45), fc.constantFrom("cut", "restart", "reload"), fc.boolean())
  .map(([ms, first, k, fault, flag]): readonly Step[] => {
    const then: Act =
      fault === "cut"
        ? { act: "cut", who: first.who, noticed: "both" }
        : fault === "restart"
          ? { act: "restart", keeps: flag, ms: 50, silent: false }
          : { act: "reload", who: first.who, late: flag, other: false };
    return [
      { gap: ms, act: first },
      { gap: k, act: then },
    ];
  });

/** what waits, or is just being sent, when its page is left; before that the line may break, so that more of it waits */
const leftWaiting = fc
  .tuple(gap, fc.boolean(), fc.array(fc.oneof(write, call), { minLength: 1, maxLength: 3 }), fc.nat(150), who)
  .map(([ms, breaks, asked, k, page]): readonly Step[] => [
    ...(breaks ? [{ gap: ms, act: { act: "cut", who: page, noticed: "both" } } as const] : []),
    ...asked.map((each, index) => ({ gap: index === 0 && !breaks ? ms : 3, act: { ...each, who: page } })),
    { gap: k, act: { act: "reload", who: page, late: false, other: false } },
  ]);

const counted = fc.record({
  act: is("write"),
  who,
  edit: fc.record({ kind: fc.constantFrom<Edit["kind"][]>("add", "push", "edit"), at: fc.nat(9) }),
});
/** the answer to a write is lost on a slow way, the page comes back and writes again, and is left */
const answerLost = fc
  .tuple(gap, counted, fc.nat(350), fc.nat(1_200), counted, fc.nat(300))
  .map(([ms, first, k, back, second, left]): readonly Step[] => [
    { gap: ms, act: { act: "latency", who: first.who, up: 40, down: 300 } },
    { gap: 0, act: first },
    { gap: k, act: { act: "cut", who: first.who, noticed: "both" } },
    { gap: back, act: { ...second, who: first.who } },
    { gap: left, act: { act: "reload", who: first.who, late: false, other: false } },
  ]);

const fault = fc.constantFrom<DiskFault[]>("full", "stuck", "doubted", "silent", "unreadable", "torn", "forbidden");
const disk = fc.record({ act: is("disk"), who, fault, ms: fc.constantFrom(300, 4_000, 60_000) });
const asked = fc.array(fc.tuple(fc.nat(60), fc.oneof(write, call)), { maxLength: 2 });
/** a page whose store fails, and those that come after it: each asks for something and is left soon */
const failingDisk = fc
  .tuple(gap, disk, fc.boolean(), asked, fc.array(fc.tuple(asked, gap), { minLength: 2, maxLength: 4 }))
  .map(([ms, fails, waits, kept, visits]): readonly Step[] => {
    // what is written down before it fails
    const before = kept.map(([pause, each]) => ({ gap: pause, act: { ...each, who: fails.who } }));
    const steps = visits.flatMap(([requests, k], visit): readonly Step[] => {
      // the page that was opened last is the one that was just reloaded
      const page = visit === 0 ? fails.who : -1;
      return [
        ...requests.map(([pause, each]) => ({ gap: pause, act: { ...each, who: page } })),
        { gap: k, act: { act: "reload", who: page, late: false, other: false } },
      ];
    });
    const cuts: readonly Step[] = waits ? [{ gap: 0, act: { act: "cut", who: fails.who, noticed: "both" } }] : [];
    return [...cuts, ...before, { gap: ms, act: fails }, ...steps];
  });

/** a page comes back while it takes long to find out who it is; it asks whether the line is alive, or there is another of it */
const slowReturn = fc
  .tuple(gap, lookUp, cut, gap, fc.constantFrom("freeze", "cut", "reload", "twin", "takeover", "takeover"))
  .map(([ms, slow, breaks, k, then]): readonly Step[] => [
    { gap: ms, act: slow },
    { gap: 0, act: breaks },
    { gap: k, act: afterReturn(breaks.who)[then] },
  ]);
const afterReturn = (page: number) =>
  ({
    freeze: { act: "freeze", who: page, ms: 50 },
    cut: { act: "cut", who: page, noticed: "client" },
    reload: { act: "reload", who: page, late: false, other: false },
    twin: { act: "twin", who: page },
    takeover: { act: "takeover", who: page, ms: 9_000 },
  }) as const;

/** more than may be held somewhere; it costs a thousand other acts, and is rare */
const overflow = fc
  .tuple(
    gap,
    fc.oneof(
      fc.record({ act: is("pile"), who, how: fc.constantFrom("many", "large") }),
      fc.record({ act: is("sweep"), count: fc.constant(110) }),
    ),
  )
  .map(([ms, each]): readonly Step[] => [{ gap: ms, act: each }]);

/** more events than may wait for a page that does not read, or nearly so */
const flood = fc
  .tuple(
    gap,
    fc.record({
      act: is("flood"),
      who,
      count: fc.constantFrom(300, 600),
      ms: fc.constantFrom(900, 40_000),
    }),
  )
  .map(([ms, each]): readonly Step[] => [{ gap: ms, act: each }]);

const steps = fc
  .array(
    fc.oneof(
      { weight: 540, arbitrary: one },
      { weight: 50, arbitrary: writeThenFault },
      { weight: 20, arbitrary: leftWaiting },
      { weight: 20, arbitrary: answerLost },
      { weight: 20, arbitrary: failingDisk },
      { weight: 20, arbitrary: slowReturn },
      { weight: 1, arbitrary: overflow },
      { weight: 1, arbitrary: flood },
    ),
    {
      maxLength: 24,
      size: "max",
    },
  )
  .map((parts) => parts.flat());

/** Schedules of acts; shrinking takes acts away and leaves the rest as it was. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(0xffff),
  clients: fc.integer({ min: 2, max: 4 }),
  keeps: fc.constantFrom(false, false, true),
  steps,
});

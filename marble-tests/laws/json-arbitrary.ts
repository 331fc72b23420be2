import fc from "fast-check";

/** Member names that mean something to JavaScript or to pointers, and a few common ones so that names meet. */
const HOSTILE = [
  "",
  "/",
  "~",
  "~1",
  "~0/",
  "0",
  "01",
  "-",
  "1e0",
  "length",
  "toString",
  "hasOwnProperty",
  "constructor",
];
const COMMON = ["a", "b", "c", "id", "title", "list"];

/** How wild the generated states are. */
export interface JsonShape {
  /** Members named `__proto__` too, which most other libraries cannot hold. */
  readonly proto?: boolean;
}

/** Scalars of every kind, few enough to collide and odd enough to hurt. */
export const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 5 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom("", "a", "b", "text", "na\u00efve", "\u{1f600}", "\ud800", "\u2028", '\u0000"\\'),
  },
  fc.constantFrom(null, true, false, 1e21, -1.5, 5e-324),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ minLength: 20, maxLength: 60 }),
);

/** Rows of a list, told apart by a key. */
const row = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record(
    { id: fc.integer({ min: 0, max: 9 }), title: fc.constantFrom("x", "y", "z"), more: value },
    { requiredKeys: ["id"] },
  );

/** Any JSON value: deep, wide, hostile, with lists of rows with and without keys. */
export function json({ proto = false }: JsonShape = {}): fc.Arbitrary<unknown> {
  const names = [...COMMON, ...COMMON, ...HOSTILE, ...(proto ? ["__proto__", "prototype"] : [])];
  const key = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...names) }, fc.string({ maxLength: 3 }));
  const safe = proto ? key : key.filter((name) => name !== "__proto__" && name !== "prototype");
  return fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: "small", withCrossShrink: true }, scalar, tie("list"), tie("object"), tie("rows")),
    list: fc.array(fc.oneof(scalar, tie("value")), { maxLength: 8 }),
    rows: fc.uniqueArray(row(tie("value")), { maxLength: 8, selector: (value) => (value as { id: number }).id }),
    object: fc
      .array(fc.tuple(safe, tie("value")), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries.filter(([name]) => name !== "__proto__")) as object)
      .chain((object) =>
        proto
          ? fc.option(tie("value"), { freq: 8 }).map((value) => (value === null ? object : withProto(object, value)))
          : fc.constant(object),
      ),
  })).value;
}

function withProto(object: object, value: unknown): object {
  return Object.defineProperty({ ...object }, "__proto__", {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** A deep copy that keeps odd member names, so that nothing is `===` to the original. */
export function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** JSON text in which the order of members does not count: equal texts, equal values. */
export function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`);
  return `{${members.join()}}`;
}

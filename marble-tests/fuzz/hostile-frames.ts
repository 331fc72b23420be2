import { EventType } from "../../src/protocol/events.ts";
import type { Random } from "./random.ts";
import { randomValue } from "./random-state.ts";

/** The key of the state that hostile clients see, and may write to in part. */
export const PREY = "PREY";

const types = Object.values(EventType);
const NAMES = [
  ...types,
  ...types.map((type) => `${type}:${PREY}`),
  ...["", "type", "constructor", "__proto__", "toString", "_SET:", "_PATCH:nobody", "_GET:__proto__"],
];
const MEMBERS = [
  ...["", "type", "data", "metadata", "user", "session", "op", "path", "from", "value", "length"],
  ...["id", "b", "v", "e", "h", "re", "client", "version", "resume"],
];
const EVIL = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "toJSON", "then"];
const POINTERS = [
  ...["", "/", "/title", "/rows/0/text", "/rows/-", "/rows/1e9", "/rows/01", "/rows/length", "/rows/push/apply"],
  ...["/__proto__/x", "/constructor/prototype/x", "/toString/call", "/rows/0/__proto__/x", "/title/0", "/~2", "title"],
];
const OPS = ["add", "remove", "replace", "test", "copy", "move", "str_ins", "str_del", "toString"];

const patch = (...operations: readonly object[]) => ({ type: `_PATCH:${PREY}`, data: operations });
const call = (type: string, name: string, more: object = {}) => ({
  type: `${type}:${PREY}`,
  data: { type: name, ...more },
});

/** Events as a client sends them: what is mutated. */
const CORPUS: readonly unknown[] = [
  { type: "_USER_SESSION", data: { user: "mallory", session: "tab 1" } },
  { type: `_GET:${PREY}`, data: {} },
  { type: `_SET:${PREY}`, data: { title: "mine", rows: [] } },
  patch({ op: "replace", path: "/title", value: "mine" }),
  patch({ op: "replace", path: "/rows/0/text", value: "x" }, { op: "test", path: "/rows/1/id", value: "b" }),
  patch({ op: "add", path: "/rows/-", value: { id: "z", text: "" } }, { op: "remove", path: "/rows/0" }),
  patch({ op: "copy", from: "/rows", path: "/rows/0/text" }, { op: "move", from: "/rows/0", path: "/rows/1" }),
  call("_ACTION", "add", { text: "more" }),
  call("_ACTION", "fail"),
  call("_TASK_START", "count", { to: 3 }),
  call("_TASK_CANCEL", "count"),
  { type: "_BIN_META", data: { type: `_ACTION:${PREY}`, metadata: { type: "upload", name: "a.bin" } } },
  { type: "_BIN_META", data: { type: `_PATCH:${PREY}`, metadata: { data: 1 } } },
  hello("mallory 0", "tab 0"),
  { type: "_PONG", data: { count: 1, at: 0 } },
  { type: `_GET:${PREY}`, data: {}, e: "an epoch", v: 3 },
  { ...patch({ op: "replace", path: "/title", value: "mine" }), id: 1, e: "an epoch", b: 0 },
  { ...patch({ op: "str_ins", path: "/rows/0/text", pos: 0, str: "x" }), id: 2, b: 9 },
  { ...call("_ACTION", "add", { text: "more" }), id: 3 },
  { ...call("_TASK_START", "count", { to: 3 }), id: 4 },
];

/** What a client of version 2 answers a greeting with. */
export function hello(user: string, session: string): object {
  const resume = [[PREY, "an epoch", 3]];
  return { type: EventType.hello, data: { version: 2, client: `${user}, ${session}`, user, session, resume } };
}

/** One frame a hostile client may send, most of them nearly right: a text as bytes, which may be no UTF-8, or binary. */
export interface HostileFrame {
  readonly binary: boolean;
  readonly bytes: Uint8Array;
}

/** A random frame. */
export function hostileFrame(random: Random): HostileFrame {
  if (random.oneIn(12)) return { binary: true, bytes: noise(random, random.below(40)) };
  if (random.oneIn(40)) return { binary: false, bytes: noise(random, random.below(200)) };
  const bytes = Buffer.from(hostileText(random));
  return { binary: random.oneIn(60), bytes: random.oneIn(4) ? damage(random, bytes) : bytes };
}

/** A random text frame: an event with some of its parts exchanged, or a shape that costs more than it should. */
export function hostileText(random: Random): string {
  if (random.oneIn(50)) return costly(random);
  let event = random.pick(CORPUS);
  for (let i = random.below(4); i > 0; i -= 1) event = exchange(random, event);
  const text = JSON.stringify(event);
  // JSON.stringify can write no own member __proto__; put it where a quoted name is
  return random.oneIn(10) ? text.replace(/"(\w+)":/, `"${random.pick(EVIL)}":`) : text;
}

/** One part of a value replaced by something else. */
function exchange(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.oneIn(8)) return part(random, value);
  const keys = Object.keys(value);
  if (keys.length === 0 || random.oneIn(6)) {
    return Array.isArray(value)
      ? [...(value as unknown[]), part(random, undefined)]
      : { ...value, [random.pick([...MEMBERS, ...EVIL])]: part(random, undefined) };
  }
  const key = random.pick(keys);
  const changed = exchange(random, (value as Record<string, unknown>)[key]);
  if (Array.isArray(value)) return value.with(Number(key), changed);
  const { [key]: _, ...rest } = value as Record<string, unknown>;
  return random.oneIn(8) ? rest : { ...rest, [key]: changed };
}

function part(random: Random, former: unknown): unknown {
  if (typeof former === "string" && former.startsWith("_")) return random.pick(NAMES);
  switch (random.below(8)) {
    case 0:
      return random.pick(POINTERS);
    case 1:
      return random.pick(OPS);
    case 2:
      return random.pick([...NAMES, ...EVIL]);
    case 3:
      return random.pick([null, true, -1, 1e308, 0.5, 4_294_967_295, "\ud800", "\u0000"]);
    case 4:
      return Array.from({ length: random.below(300) }, () => former ?? null);
    default:
      return randomValue(random, 2);
  }
}

function costly(random: Random): string {
  const count = random.pick([31, 33, 500, 5_000, 9_999, 20_000]);
  const [before, inside, after] = random.pick([
    ["[".repeat(count), "", "]".repeat(count)],
    ['{"a":'.repeat(count), "1", "}".repeat(count)],
    ["[", Array.from({ length: count }, () => "{}").join(), "]"],
    ['"', "x".repeat(count * 4), '"'],
    ["[".repeat(count), "", ""],
  ] as const);
  return random.oneIn(4)
    ? before + inside + after
    : `{"type":"${random.pick(NAMES)}","data":${before}${inside}${after}}`;
}

/** Some bytes cut, doubled or changed. */
function damage(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  switch (random.below(4)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return Buffer.concat([bytes.slice(0, at), noise(random, 1 + random.below(4)), bytes.slice(at)]);
    case 2:
      return Buffer.concat([bytes, bytes.slice(at)]);
    default:
      return Buffer.concat([bytes.slice(0, at), noise(random, 1), bytes.slice(at + 1)]);
  }
}

function noise(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}

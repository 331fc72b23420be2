import { type Note, notes } from "./notes.ts";
import { random } from "./random.ts";
import { words } from "./words.ts";

/** Notes that a server holds while clients look at them. */
export interface LiveNotes {
  readonly title: string;
  /** ms of the clock that all processes of a machine share, when the last hot change was made */
  readonly at: number;
  readonly notes: readonly Note[];
}

/** A change of the state, and the same as a patch, for servers that are told what has changed. */
export interface Step {
  readonly state: LiveNotes;
  readonly operations: readonly { readonly op: "replace"; readonly path: string; readonly value: unknown }[];
}

/** Notes that change together, all the time. */
const HOT = 20;
const TEXTS = Array.from({ length: 2 * HOT + 1 }, (_, i) => words(random(100 + i), 150));

/** The state that every server begins with. */
export function liveNotes(): LiveNotes {
  return { ...notes(1_000), at: 0 };
}

/** A new title for one note; another note each time. */
export function retitled(state: LiveNotes, count: number): Step {
  const index = (count * 7) % state.notes.length;
  const title = `${words(random(count), 4)} ${count}`;
  const changed = state.notes.map((note, i) => (i === index ? { ...note, title } : note));
  return {
    state: { ...state, notes: changed },
    operations: [{ op: "replace", path: `/notes/${index}/title`, value: title }],
  };
}

/** New texts for the same few notes, always: 15 kB. */
export function heated(state: LiveNotes, count: number): Step {
  const at = sharedClock();
  const textOf = (i: number): string => TEXTS[(i + count * HOT) % TEXTS.length] ?? "";
  const hot = state.notes.slice(0, HOT).map((note, i) => ({ ...note, text: textOf(i) }));
  return {
    state: { ...state, at, notes: [...hot, ...state.notes.slice(HOT)] },
    operations: [
      { op: "replace", path: "/at", value: at },
      ...hot.map(({ text }, i) => ({ op: "replace" as const, path: `/notes/${i}/text`, value: text })),
    ],
  };
}

/** When the change that a message tells of was made: in a patch or in a state. */
export function stampIn(message: string): number | undefined {
  const found = /"(?:at|path":"\/at","value)":([\d.]+)/.exec(message);
  return found === null ? undefined : Number(found[1]);
}

/** ms; the same clock in all processes, unlike `performance.now`. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

/** One way of doing a piece of work, named in the table. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
}

/** What one contender took: microseconds for one run, the median of all rounds. */
export interface Timing {
  readonly name: string;
  readonly micros: number;
}

/** A promise about a ratio, and whether this run kept it. */
export interface Goal {
  readonly id: string;
  readonly text: string;
  readonly value: number;
  readonly limit: number;
  readonly met: boolean;
}

/** How long a round of one contender takes at least, and how many rounds there are. */
const ROUND_MS = 8;
const ROUNDS = 15;
/** A contender whose single run takes longer is run only this often. */
const SLOW_MS = 200;
const SLOW_ROUNDS = 3;

/**
 * Runs the contenders in turn, round after round, so that whatever else the machine does falls on all of them alike.
 *
 * Only ratios within one call mean anything.
 */
export function measure(contenders: readonly Contender[], rounds = ROUNDS): Timing[] {
  const runs = contenders.map(({ run }) => calibrate(run));
  const samples: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, { run }] of contenders.entries()) {
      const count = runs[i] ?? 1;
      if (count < 0 && round >= SLOW_ROUNDS) continue;
      samples[i]?.push(time(run, Math.max(1, count)));
    }
  }
  return contenders.map(({ name }, i) => ({ name, micros: median(samples[i] ?? []) }));
}

/** Runs that fill a round; -1 for a run so slow that a few rounds have to do. */
function calibrate(run: () => unknown): number {
  for (let count = 1; ; count *= 2) {
    const ms = (time(run, count) * count) / 1_000;
    if (count === 1 && ms > SLOW_MS) return -1;
    if (ms >= ROUND_MS) return count;
  }
}

/** Where results go, so that no compiler can leave the work out. */
export const sink: { last: unknown } = { last: undefined };

function time(run: () => unknown, count: number): number {
  const start = performance.now();
  for (let i = 0; i < count; i += 1) sink.last = run();
  return ((performance.now() - start) * 1_000) / count;
}

/** The middle value; the mean of two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half)] ?? NaN) + (sorted[Math.ceil(half) - 1] ?? NaN)) / 2;
}

/** A goal that a ratio stays below a limit. */
export function atMost(id: string, text: string, value: number, limit: number): Goal {
  return { id, text: `${text} <= ${limit}`, value, limit, met: value <= limit };
}

/** A goal that a ratio reaches a limit. */
export function atLeast(id: string, text: string, value: number, limit: number): Goal {
  return { id, text: `${text} >= ${limit}`, value, limit, met: value >= limit };
}

/** Three digits, with a unit that suits them. */
export function showMicros(micros: number): string {
  if (!Number.isFinite(micros)) return "-";
  if (micros >= 1_000_000) return `${(micros / 1_000_000).toPrecision(3)} s`;
  if (micros >= 1_000) return `${(micros / 1_000).toPrecision(3)} ms`;
  return `${micros.toPrecision(3)} us`;
}

/** Prints rows under headings, in columns. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  console.log([line(headings), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n"));
}

/** Prints the goals and ends the program's report; `--json` prints everything as one JSON object instead of tables. */
export function printGoals(goals: readonly Goal[]): void {
  console.log();
  for (const { id, text, value, met } of goals) {
    console.log(`${met ? "met   " : "MISSED"} ${id}  ${text}: ${value.toPrecision(3)}`);
  }
}

/** True when the program was asked for JSON. */
export const wantsJson = process.argv.includes("--json");

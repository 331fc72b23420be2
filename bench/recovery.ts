import { atMost, type Goal, printGoals, printTable, wantsJson } from "./harness.ts";
import { crowdBack } from "./recovery/crowd-back.ts";
import { fanOut } from "./recovery/fan-out.ts";
import { oneBack } from "./recovery/one-back.ts";
import { roundTrip } from "./recovery/round-trip.ts";
import { type SlowReader, slowReader } from "./recovery/slow-reader.ts";

interface Named {
  readonly name: string;
}

const HANDSHAKES = "ws, handshakes alone";
const ECHO = "ws, JSON both ways";
const FRAME = "one pre-built frame for all";

const named = <T extends Named>(results: readonly T[], name: string): T | undefined =>
  results.find((result) => result.name === name);
const show = (value: number): string => (Number.isFinite(value) ? value.toPrecision(3) : "-");

/** A figure of ours over the same of another. */
function over<T extends Named>(results: readonly T[], name: string, figure: (result: T) => number): number {
  const [mine, theirs] = [named(results, "ours"), named(results, name)];
  return mine === undefined || theirs === undefined ? NaN : figure(mine) / figure(theirs);
}

/** Prints a part as soon as it is there. */
function table(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  if (wantsJson) return;
  printTable(headings, rows);
  console.log();
}

const one = await oneBack();
table(
  [`one client, 10 updates missed: ${one.missed} bytes`, "bytes down", "x the missed", "bytes up", "handshake"],
  one.clients.map(({ name, down, up, handshake }) => {
    return [name, `${down}`, show(down / one.missed), `${up}`, `${handshake}`];
  }),
);

const crowd = await crowdBack();
const floor = named(crowd, HANDSHAKES)?.cpuMs ?? NaN;
table(
  ["1,000 clients at once, 10 updates missed", "server CPU ms", "x handshakes", "ms until all are there"],
  crowd.map(({ name, cpuMs, wallMs }) => [name, show(cpuMs), show(cpuMs / floor), show(wallMs)]),
);

const calls = await roundTrip();
const least = named(calls, ECHO)?.micros ?? NaN;
table(
  ["a call and its result, one client", "us", "x ws", "server CPU us"],
  calls.map(({ name, micros, serverMicros }) => [name, show(micros), show(micros / least), show(serverMicros)]),
);

const updates = await fanOut();
const limit = named(updates, FRAME)?.micros ?? NaN;
table(
  ["one title, 100 clients share the state", "server CPU us an update", "x one frame"],
  updates.map(({ name, micros }) => [name, show(micros), show(micros / limit)]),
);

const { long, short } = await slowReader();
const stalled = (stall: string, results: readonly SlowReader[]): void => {
  const heading = `clients that do not read, a ${stall} stall`;
  table(
    [heading, "MB a line", "MB to read", "merged frames", "bytes of these", "p99 ms of the others", "x without"],
    results.map(({ name, mbPerLine, resumeMb, merged, mergedBytes, p99, p99Without }) => [
      ...[name, show(mbPerLine), show(resumeMb), `${merged}`, `${mergedBytes}`],
      ...[show(p99), show(p99 / p99Without)],
    ]),
  );
};
stalled("short", short);
stalled("long", long);

const mine = named(one.clients, "ours")?.down ?? NaN;
const [slow, shortly] = [named(long, "ours"), named(short, "ours")];
const crowdRatio = over(crowd, HANDSHAKES, ({ cpuMs }) => cpuMs);
const callRatio = over(calls, ECHO, ({ micros }) => micros);
const p99Ratio = (slow?.p99 ?? NaN) / (slow?.p99Without ?? NaN);
const goals: readonly Goal[] = [
  atMost("P7 ", "one client back: bytes of the frames / those of the missed deltas", mine / one.missed, 1.2),
  atMost("P7 ", "1,000 clients back: server CPU / handshakes alone", crowdRatio, 1.5),
  atMost("P8 ", "a line that is not read: MB of the server", slow?.mbPerLine ?? NaN, 1),
  atMost("P8 ", "frames for more than one update, on catching up", shortly?.merged ?? NaN, 1),
  atMost("P8 ", "99th percentile of the others / without the slow ones", p99Ratio, 1.2),
  atMost("P12", "a call and its result / ws and JSON", callRatio, 1.3),
];
if (wantsJson) {
  const node = process.version;
  console.log(JSON.stringify({ bench: "recovery", node, one, crowd, calls, updates, slow: { short, long }, goals }));
} else printGoals(goals);

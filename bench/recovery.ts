import { atMost, type Goal, printGoals, printTable, wantsJson } from "./harness.ts";
import { crowdBack } from "./recovery/crowd-back.ts";
import { fanOut } from "./recovery/fan-out.ts";
import { oneBack } from "./recovery/one-back.ts";
import { roundTrip } from "./recovery/round-trip.ts";
import { slowReader } from "./recovery/slow-reader.ts";

interface Named {
  readonly name: string;
}

const one = await oneBack();
const crowd = await crowdBack();
const { long, short } = await slowReader();
const calls = await roundTrip();
const updates = await fanOut();

const named = <T extends Named>(results: readonly T[], name: string): T | undefined =>
  results.find((result) => result.name === name);
/** A figure of ours over the same of another. */
function over<T extends Named>(results: readonly T[], name: string, figure: (result: T) => number): number {
  const [mine, theirs] = [named(results, "ours"), named(results, name)];
  return mine === undefined || theirs === undefined ? NaN : figure(mine) / figure(theirs);
}

const handshakes = "ws, handshakes alone";
const echo = "ws, JSON both ways";
const mine = named(one.clients, "ours");
const [slow, shortly] = [named(long, "ours"), named(short, "ours")];
const goals: readonly Goal[] = [
  atMost(
    "P7 ",
    "one client back: bytes of the frames / those of the missed deltas",
    (mine?.down ?? NaN) / one.missed,
    1.2,
  ),
  atMost(
    "P7 ",
    "1,000 clients back: server CPU / handshakes alone",
    over(crowd, handshakes, ({ cpuMs }) => cpuMs),
    1.5,
  ),
  atMost("P8 ", "a line that is not read: MB of the server", slow?.mbPerLine ?? NaN, 1),
  atMost("P8 ", "it catches up on so many frames that stand for more than one update", shortly?.merged ?? NaN, 1),
  atMost(
    "P8 ",
    "the others' 99th percentile / without the slow ones",
    (slow?.p99 ?? NaN) / (slow?.p99Without ?? NaN),
    1.2,
  ),
  atMost(
    "P12",
    "call and result / ws and JSON",
    over(calls, echo, ({ micros }) => micros),
    1.3,
  ),
];

const show = (value: number): string => (Number.isFinite(value) ? value.toPrecision(3) : "-");

if (wantsJson) {
  const node = process.version;
  console.log(JSON.stringify({ bench: "recovery", node, one, crowd, slow: { long, short }, calls, updates, goals }));
} else {
  printTable(
    ["one client, 10 updates missed", "bytes down", "x missed deltas", "bytes up", "handshake"],
    one.clients.map(({ name, down, up, handshake }) => [
      name,
      `${down}`,
      show(down / one.missed),
      `${up}`,
      `${handshake}`,
    ]),
  );
  console.log(`\nThe missed deltas, as a client that stayed had them: ${one.missed} bytes.\n`);
  const floor = named(crowd, handshakes)?.cpuMs ?? NaN;
  printTable(
    ["1,000 clients at once, 10 updates missed", "server CPU ms", "x handshakes", "ms until all are there"],
    crowd.map(({ name, cpuMs, wallMs }) => [name, show(cpuMs), show(cpuMs / floor), show(wallMs)]),
  );
  for (const [stall, results] of [
    ["long", long],
    ["short", short],
  ] as const) {
    console.log();
    printTable(
      [
        `clients that do not read, a ${stall} stall`,
        "MB a line",
        "MB to read",
        "merged frames",
        "bytes of these",
        "p99 ms of the others",
        "x without",
      ],
      results.map(({ name, mbPerLine, resumeMb, merged, mergedBytes, p99, p99Without }) => [
        ...[name, show(mbPerLine), show(resumeMb), `${merged}`, `${mergedBytes}`],
        ...[show(p99), show(p99 / p99Without)],
      ]),
    );
  }
  console.log();
  const least = named(calls, echo)?.micros ?? NaN;
  printTable(
    ["a call and its result, one client", "us", "x ws", "server CPU us"],
    calls.map(({ name, micros, serverMicros }) => [name, show(micros), show(micros / least), show(serverMicros)]),
  );
  console.log();
  const limit = named(updates, "one pre-built frame for all")?.micros ?? NaN;
  printTable(
    ["one title, 100 clients share the state", "server CPU us an update", "x one frame"],
    updates.map(({ name, micros }) => [name, show(micros), show(micros / limit)]),
  );
  printGoals(goals);
}

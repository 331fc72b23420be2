import { median } from "../harness.ts";
import { sharedClock, stampIn } from "../workloads/live-notes.ts";
import { type ChildServer, withServers } from "./child-server.ts";
import { ours, plain, socketIo } from "./scripts.ts";
import { type Script, Visitor } from "./visitor.ts";

const FAST = 10;
const SLOW = 8;
const ROUNDS = 3;
/** the first one warms up */
const SHORT_ROUNDS = 2;
const PER_SECOND = 250;
/** updates that the slow ones do not read; the short stall stays within what is kept for those who come back */
const LONG = 1_000;
const SHORT = 200;

const contenders: readonly { readonly name: string; readonly kind: string; readonly script: () => Script }[] = [
  { name: "ours", kind: "ours", script: ours },
  { name: "one pre-built frame for all, no limit", kind: "frame", script: () => plain() },
  { name: "Socket.IO", kind: "socket.io", script: socketIo },
];

export interface SlowReader {
  readonly name: string;
  /** what the server holds in JavaScript for each line that does not read */
  readonly mbPerLine: number;
  /** what each of them has to read once it reads again, the buffers of the kernel included */
  readonly resumeMb: number;
  /** how many frames it catches up with that stand for more than one update */
  readonly merged: number;
  /** the largest of these */
  readonly mergedBytes: number;
  /** the 99th percentile of the others' latency, with the slow ones and without */
  readonly p99: number;
  readonly p99Without: number;
}

/** Some clients stop reading while the state changes all the time. */
export async function slowReader(): Promise<{
  readonly long: readonly SlowReader[];
  readonly short: readonly SlowReader[];
}> {
  return withServers(
    contenders.map(({ kind }) => kind),
    async (servers) => {
      const groups = servers.map((server) => {
        const { name, script } = contenders.find(({ kind }) => kind === server.kind) ?? {
          name: "",
          script: () => plain(),
        };
        return { name, script, server, fast: Array.from({ length: FAST }, () => new Visitor(script())) };
      });
      for (const { server, fast } of groups) for (const visitor of fast) await visitor.arrive(server.port);
      const measure = async (updates: number, rounds: number): Promise<readonly SlowReader[]> => {
        const samples = groups.map(() => [] as Stall[]);
        for (let round = 0; round < rounds; round += 1)
          for (const [i, { server, fast, script }] of groups.entries())
            samples[i]?.push(await stall({ server, fast, script, updates, first: round % 2 === 0 }));
        return groups.map(({ name }, i) => middle(name, samples[i] ?? []));
      };
      await measure(SHORT, SHORT_ROUNDS - 1);
      const short = await measure(SHORT, 1);
      const long = await measure(LONG, ROUNDS);
      for (const { fast } of groups) for (const visitor of fast) visitor.leave();
      return { long, short };
    },
  );
}

type Stall = Omit<SlowReader, "name">;

function middle(name: string, samples: readonly Stall[]): SlowReader {
  const of = (figure: keyof Stall): number => median(samples.map((sample) => sample[figure]));
  return {
    name,
    mbPerLine: of("mbPerLine"),
    resumeMb: of("resumeMb"),
    merged: Math.max(...samples.map(({ merged }) => merged)),
    mergedBytes: of("mergedBytes"),
    p99: of("p99"),
    p99Without: of("p99Without"),
  };
}

interface StallOptions {
  readonly server: ChildServer;
  readonly fast: readonly Visitor[];
  readonly script: () => Script;
  readonly updates: number;
  /** whether the run without the slow ones comes first; the other time it comes last */
  readonly first: boolean;
}

async function stall({ server, fast, script, updates, first }: StallOptions): Promise<Stall> {
  const heat = async (): Promise<Heat> => {
    const before = await server.ask({ ask: "memory" });
    const latencies = new Latencies(fast);
    const last = await server.ask({ ask: "heat", count: updates, perSecond: PER_SECOND });
    const p99 = await latencies.until(last);
    return { p99, last, grown: (await server.ask({ ask: "memory" })) - before };
  };
  const before = first ? await heat() : undefined;
  const slow = Array.from({ length: SLOW }, () => new Visitor(script()));
  for (const visitor of slow) await visitor.arrive(server.port);
  // whoever has been there for a while has acknowledged something
  await server.ask({ ask: "heat", count: 30, perSecond: PER_SECOND });
  for (const visitor of slow) visitor.pause();
  const stalled = await heat();
  const caughtUp = slow.map((visitor) => catchUp(visitor, stalled.last));
  for (const visitor of slow) visitor.resume();
  const resumed = await Promise.all(caughtUp);
  for (const visitor of slow) visitor.leave();
  await server.lines(fast.length);
  const without = before ?? (await heat());
  return {
    mbPerLine: (stalled.grown - without.grown) / SLOW / 1_000_000,
    resumeMb: median(resumed.map(({ bytes }) => bytes)) / 1_000_000,
    merged: Math.max(...resumed.map(({ merged }) => merged)),
    mergedBytes: median(resumed.map(({ mergedBytes }) => mergedBytes)),
    p99: stalled.p99,
    p99Without: without.p99,
  };
}

interface Heat {
  readonly p99: number;
  /** when the last change was made */
  readonly last: number;
  readonly grown: number;
}

/** How old the changes are when they are heard of. A client that is passed over for a moment hears of several at once. */
class Latencies {
  readonly #latencies: number[] = [];
  readonly #latest = new Map<Visitor, number>();
  #heard = (): void => undefined;

  constructor(visitors: readonly Visitor[]) {
    for (const visitor of visitors) {
      this.#latest.set(visitor, 0);
      visitor.heard = (message) => {
        const now = sharedClock();
        const stamp = stampIn(message.toString("latin1"));
        if (stamp === undefined) return;
        this.#latencies.push(now - stamp);
        this.#latest.set(visitor, stamp);
        this.#heard();
      };
    }
  }

  /** Waits until all know of the change that was made then. @returns the 99th percentile */
  async until(last: number): Promise<number> {
    while ([...this.#latest.values()].some((stamp) => stamp < last))
      await new Promise<void>((resolve) => (this.#heard = resolve));
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length * 0.99)] ?? NaN;
  }
}

interface CaughtUp {
  readonly bytes: number;
  readonly merged: number;
  readonly mergedBytes: number;
}

/** What one reads until it knows of the last change. */
function catchUp(visitor: Visitor, last: number): Promise<CaughtUp> {
  return new Promise((resolve) => {
    let [bytes, merged, mergedBytes] = [0, 0, 0];
    visitor.heard = (message) => {
      const text = message.toString("latin1");
      bytes += message.length;
      if (text.startsWith('{"type":"_SET:') || /,"b":\d+[^{}[\]]*\}$/.test(text.slice(-80))) {
        merged += 1;
        mergedBytes = Math.max(mergedBytes, message.length);
      }
      if ((stampIn(text) ?? 0) >= last) resolve({ bytes, merged, mergedBytes });
    };
  });
}

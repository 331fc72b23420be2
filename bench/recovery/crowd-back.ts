import { median } from "../harness.ts";
import { type ChildServer, withServers } from "./child-server.ts";
import { original, ours, plain, socketIo } from "./scripts.ts";
import { crowd, type Script, Visitor } from "./visitor.ts";

const CLIENTS = 1_000;
const MISSED = 10;
/** the first one warms up */
const ROUNDS = 5;

interface Contender {
  readonly name: string;
  readonly kind: string;
  readonly script: () => Script;
}

const contenders: readonly Contender[] = [
  { name: "ws, handshakes alone", kind: "bare", script: () => plain() },
  { name: "ours", kind: "ours", script: ours },
  { name: "ws, the missed deltas, cached", kind: "deltas", script: () => plain(false) },
  { name: "ws, the whole state, cached", kind: "full", script: () => plain(true) },
  { name: "ws, the whole state, stringified for each", kind: "stringify", script: () => plain(true) },
  { name: "ours, version 1: the whole state", kind: "ours", script: original },
  { name: "Socket.IO, state recovery", kind: "socket.io recovery", script: socketIo },
];

export interface CrowdBack {
  readonly name: string;
  /** CPU of the server, for all */
  readonly cpuMs: number;
  /** until the last client is up to date */
  readonly wallMs: number;
}

/** A thousand clients at once: all are cut off, miss ten updates, and come back. In turn, round after round. */
export async function crowdBack(): Promise<readonly CrowdBack[]> {
  const results: CrowdBack[] = [];
  // one process for each contender, those of the same kind too
  await withServers(
    contenders.map(({ kind }) => kind),
    async (servers) => {
      const rest = [...contenders];
      const groups = servers.map((server) => {
        const at = rest.findIndex(({ kind }) => kind === server.kind);
        const [{ name, script } = { name: server.kind, script: () => plain() }] = rest.splice(at, 1);
        return {
          name,
          server,
          samples: [] as Sample[],
          visitors: Array.from({ length: CLIENTS }, () => new Visitor(script())),
        };
      });
      for (const { server, visitors } of groups) await prepare(server, visitors);
      for (let round = 0; round < ROUNDS; round += 1)
        for (const { server, visitors, samples } of groups) samples.push(await comeBack(server, visitors));
      for (const { name, samples } of groups) {
        const counted = samples.slice(1);
        const cpuMs = median(counted.map((sample) => sample.cpuMs));
        results.push({ name, cpuMs, wallMs: median(counted.map((sample) => sample.wallMs)) });
      }
    },
  );
  return results;
}

type Sample = Omit<CrowdBack, "name">;

/** All come for the first time, and are cut off. */
async function prepare(server: ChildServer, visitors: readonly Visitor[]): Promise<void> {
  if (server.kind === "deltas") await server.ask({ ask: "retitle", count: MISSED });
  const missed = server.kind === "deltas" ? MISSED : 0;
  await crowd(visitors, (visitor) => visitor.arrive(server.port, missed));
  // Socket.IO recovers whoever has had an update before
  if (server.kind.startsWith("socket.io")) {
    const heard = Promise.all(visitors.map((visitor) => new Promise<unknown>((resolve) => (visitor.heard = resolve))));
    await server.ask({ ask: "retitle", count: 1 });
    await heard;
  }
  await cutOff(server, visitors);
}

async function comeBack(server: ChildServer, visitors: readonly Visitor[]): Promise<Sample> {
  await server.ask({ ask: "retitle", count: MISSED });
  await server.ask({ ask: "memory" });
  const begin = performance.now();
  let wallMs = 0;
  const cpuMs = await server.cpuOf(async () => {
    await crowd(visitors, (visitor) => visitor.arrive(server.port, MISSED));
    wallMs = performance.now() - begin;
  });
  await cutOff(server, visitors);
  return { cpuMs, wallMs };
}

async function cutOff(server: ChildServer, visitors: readonly Visitor[]): Promise<void> {
  for (const visitor of visitors) visitor.leave();
  await server.lines(0);
}

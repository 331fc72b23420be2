import { firstValueFrom } from "rxjs";
import { WebSocket } from "ws";
import { once } from "node:events";
import { action } from "../../src/index.ts";
import { median } from "../harness.ts";
import { NOTES } from "../peers/ours-server.ts";
import { type ChildServer, withServers } from "./child-server.ts";
import { oursClient, socketIoClient } from "./real-clients.ts";

const ROUNDS = 25;
/** the first ones warm up */
const WARM = 3;
const CALLS = 400;

export interface RoundTrip {
  readonly name: string;
  /** from the call to its result: the median of a round, the median of all rounds */
  readonly micros: number;
  /** CPU of the server */
  readonly serverMicros: number;
}

interface Caller {
  readonly name: string;
  readonly server: ChildServer;
  call(args: Args): Promise<unknown>;
  readonly end: () => void;
}
interface Args {
  readonly text: string;
  readonly count: number;
}

/** One client calls, waits for the result, and calls again. */
export async function roundTrip(): Promise<readonly RoundTrip[]> {
  return withServers(["echo", "ours", "socket.io"], async (servers) => {
    const callers = (await Promise.all(servers.map(callerOf))).filter((caller) => caller !== undefined);
    const samples = callers.map(() => ({ micros: [] as number[], server: [] as number[] }));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [i, caller] of callers.entries()) {
        const times: number[] = [];
        const cpu = await caller.server.cpuOf(() => calls(caller, times));
        if (round < WARM) continue;
        samples[i]?.micros.push(median(times));
        samples[i]?.server.push((cpu * 1_000) / CALLS);
      }
    }
    for (const caller of callers) caller.end();
    return callers.map(({ name }, i) => ({
      name,
      micros: median(samples[i]?.micros ?? []),
      serverMicros: median(samples[i]?.server ?? []),
    }));
  });
}

async function calls(caller: Caller, times: number[]): Promise<void> {
  for (let count = 0; count < CALLS; count += 1) {
    const begin = performance.now();
    await caller.call({ text: "a call with an argument of a usual size", count });
    times.push((performance.now() - begin) * 1_000);
  }
}

async function callerOf(server: ChildServer): Promise<Caller | undefined> {
  if (server.kind === "ours") {
    const client = oursClient();
    await client.arrive(server.port);
    const call = (args: Args) =>
      firstValueFrom(action(client.session, NOTES, "echo", args), { defaultValue: undefined });
    return { name: "ours", server, call, end: client.end };
  }
  if (server.kind === "socket.io") {
    const client = await socketIoClient(server.port);
    if (client === undefined) return undefined;
    await client.arrive(server.port);
    return {
      name: "Socket.IO, emitWithAck",
      server,
      call: (args) => client.socket.emitWithAck("echo", args),
      end: client.end,
    };
  }
  return wsCaller(server);
}

/** JSON both ways, and an id to tell answers apart: the least that a call takes. */
async function wsCaller(server: ChildServer): Promise<Caller> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, { perMessageDeflate: false });
  await once(socket, "open");
  const waiting = new Map<number, (result: unknown) => void>();
  let ids = 0;
  socket.on("message", (data: Buffer) => {
    const { re, ok } = JSON.parse(data.toString()) as { re: number; ok: unknown };
    waiting.get(re)?.(ok);
    waiting.delete(re);
  });
  return {
    name: "ws, JSON both ways",
    server,
    call: (args) => {
      const id = (ids += 1);
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, args }));
      });
    },
    end: () => socket.close(),
  };
}

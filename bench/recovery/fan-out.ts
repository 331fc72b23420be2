import { median } from "../harness.ts";
import { withServers } from "./child-server.ts";
import { ours, plain, socketIo } from "./scripts.ts";
import { crowd, type Script, Visitor } from "./visitor.ts";

const CLIENTS = 100;
/** the first one warms up */
const ROUNDS = 4;
const UPDATES = 150;
const PER_SECOND = 200;

const contenders: readonly { readonly name: string; readonly kind: string; readonly script: () => Script }[] = [
  { name: "one pre-built frame for all", kind: "frame", script: () => plain() },
  { name: "ours", kind: "ours", script: ours },
  { name: "ws.send(string) for each", kind: "string", script: () => plain() },
  { name: "Socket.IO, patch known", kind: "socket.io", script: socketIo },
];

export interface FanOut {
  readonly name: string;
  /** CPU of the server for one update */
  readonly micros: number;
}

/** A hundred clients share a state; one title changes, again and again. */
export async function fanOut(): Promise<readonly FanOut[]> {
  return withServers(
    contenders.map(({ kind }) => kind),
    async (servers) => {
      const groups = servers.map((server) => {
        const { name, script } = contenders.find(({ kind }) => kind === server.kind) ?? {
          name: "",
          script: () => plain(),
        };
        const visitors = Array.from({ length: CLIENTS }, () => new Visitor(script()));
        return { name, server, visitors, samples: [] as number[] };
      });
      for (const { server, visitors } of groups) await crowd(visitors, (visitor) => visitor.arrive(server.port));
      for (let round = 0; round < ROUNDS; round += 1)
        for (const { server, samples } of groups) {
          const work = (): Promise<number> => server.ask({ ask: "retitle", count: UPDATES, perSecond: PER_SECOND });
          samples.push(((await server.cpuOf(work)) * 1_000) / UPDATES);
        }
      for (const { visitors } of groups) for (const visitor of visitors) visitor.leave();
      return groups.map(({ name, samples }) => ({ name, micros: median(samples.slice(1)) }));
    },
  );
}

import { type ChildServer, withServers } from "./child-server.ts";
import { oursClient, socketIoClient } from "./real-clients.ts";
import { type Carried, Relay } from "./relay.ts";
import { original, ours, plain } from "./scripts.ts";
import { Visitor } from "./visitor.ts";

/** Updates that the client misses. */
const MISSED = 10;

export interface OneBack {
  /** what a client that stayed was sent for the missed updates: frames and their headers */
  readonly missed: number;
  readonly clients: readonly (Carried & { readonly name: string })[];
}

interface Comer {
  arrive(port: number, missed?: number): Promise<void>;
}

/** One client each: comes, is cut off, misses ten updates, and comes back. */
export async function oneBack(): Promise<OneBack> {
  return withServers(["bare", "ours", "deltas", "full", "socket.io recovery"], async (servers) => {
    let missed = 0;
    const back = async (name: string, server: ChildServer, comer: Comer | undefined, relay?: Relay) => {
      const between = relay ?? (await Relay.before(server.port));
      if (comer === undefined) return [];
      await comer.arrive(between.port);
      const stays = server.kind === "ours" ? new Visitor(ours()) : undefined;
      await stays?.arrive(server.port);
      const others = stays === undefined ? 0 : 1;
      // Socket.IO recovers whoever has had an update before
      if (server.kind.startsWith("socket.io")) await server.ask({ ask: "retitle", count: 1 });
      between.cut();
      await server.lines(others);
      const received = stays === undefined ? undefined : counting(stays);
      await server.ask({ ask: "retitle", count: MISSED });
      if (received !== undefined) missed = await received;
      await comer.arrive(between.port, MISSED);
      const { carried } = between;
      between.close();
      stays?.leave();
      await server.lines(0);
      return [{ name, ...carried }];
    };

    const clients: (Carried & { readonly name: string })[] = [];
    for (const server of servers) {
      if (server.kind === "ours") {
        const client = oursClient();
        clients.push(...(await back("ours", server, client)));
        client.end();
        clients.push(...(await back("ours, version 1: the whole state", server, new Visitor(original()))));
      } else if (server.kind.startsWith("socket.io")) {
        const relay = await Relay.before(server.port);
        clients.push(...(await back("Socket.IO, state recovery", server, await socketIoClient(relay.port), relay)));
      } else if (server.kind === "full") {
        clients.push(...(await back("ws, the whole state", server, new Visitor(plain(true)))));
      } else if (server.kind === "deltas") {
        // before anything was missed there is nothing to wait for
        await server.ask({ ask: "retitle", count: MISSED });
        const visitor = new Visitor(plain(false));
        const comer = { arrive: (port: number) => visitor.arrive(port, MISSED) };
        clients.push(...(await back("ws, the missed deltas", server, comer)));
      } else {
        clients.push(...(await back("ws, the handshake alone", server, new Visitor(plain()))));
      }
    }
    return { missed, clients };
  });
}

/** Bytes of the frames in which a client that stays hears of all missed updates. */
function counting(stays: Visitor): Promise<number> {
  return new Promise((resolve) => {
    let bytes = 0;
    let messages = 0;
    stays.heard = ({ length }) => {
      bytes += length + (length < 126 ? 2 : length < 65_536 ? 4 : 10);
      if ((messages += 1) === MISSED) resolve(bytes);
    };
  });
}

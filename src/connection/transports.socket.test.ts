import { afterEach, describe, it } from "@jest/globals";
import { firstValueFrom, ReplaySubject, Subscription } from "rxjs";
import type { AddressInfo } from "node:net";
import { WebSocket } from "ws";
import { connect } from "ws-sync-rx/client";
import { pair } from "ws-sync-rx";
import { listen } from "ws-sync-rx/server";
import { connectionContract, type ContractEnds } from "ws-sync-rx/testing";
import type { WebSocketLike } from "./web-socket.ts";
import type { Connection } from "./connection.ts";

let subscriptions = new Subscription();
afterEach(() => {
  subscriptions.unsubscribe();
  subscriptions = new Subscription();
});

async function overSockets(): Promise<ContractEnds> {
  const address$ = new ReplaySubject<AddressInfo>(1);
  const servers$ = new ReplaySubject<Connection>(1);
  const clients$ = new ReplaySubject<Connection>(1);
  const opened: WebSocket[] = [];
  class Recorded extends WebSocket {
    constructor(url: string) {
      super(url);
      opened.push(this);
    }
  }
  subscriptions.add(listen({ port: 0, host: "127.0.0.1", listeningObserver: address$ }).subscribe(servers$));
  const { port } = await firstValueFrom(address$);
  const WebSocketCtor: new (url: string) => WebSocketLike = Recorded;
  subscriptions.add(
    connect(`ws://127.0.0.1:${port}`, { WebSocketCtor }).subscribe({
      next: (connection) => {
        clients$.next(connection);
      },
      error: () => undefined,
    }),
  );
  const [server, client] = await Promise.all([firstValueFrom(servers$), firstValueFrom(clients$)]);
  return { server, client, clientPings: false, sendRaw: (frame) => opened[0]?.send(frame) };
}

describe("ws on both ends", () => {
  for (const { name, run } of connectionContract(overSockets)) it(name, run);
});

describe("a pair in memory, slow, whose client cannot ping", () => {
  const open = (): Promise<ContractEnds> => {
    const [server, client] = pair({ rate: 50_000_000, version: 2, clientPings: false });
    return Promise.resolve({ server, client, clientPings: false });
  };
  for (const { name, run } of connectionContract(open)) it(name, run);
});

describe("a pair in memory", () => {
  const open = (): Promise<ContractEnds> => {
    const [server, client] = pair({ version: 2 });
    return Promise.resolve({ server, client, clientPings: true });
  };
  for (const { name, run } of connectionContract(open)) it(name, run);
});

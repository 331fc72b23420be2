import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { filter, firstValueFrom, fromEvent, startWith, Subject } from "rxjs";
import { WebSocket, WebSocketServer } from "ws";
import type { Wire } from "./wire.ts";

/** A line that was asked for: held at its upgrade until the script accepts or refuses it. */
interface Asked {
  readonly request: IncomingMessage;
  readonly tcp: Duplex;
  readonly head: Buffer;
}

/**
 * A wire over TCP: a WebSocket server of the package `ws`, and its client in the hands of ours. Nothing waits for a time: who wants to know
 * whether something has arrived sends a ping behind it and waits for the pong.
 */
export async function socketWire(): Promise<Wire> {
  const http = createServer();
  const server = new WebSocketServer({ noServer: true });
  const log: string[] = [];
  const asked: Asked[] = [];
  const dialled: WebSocket[] = [];
  const news$ = new Subject<undefined>();
  /** lines that the script has ended */
  const ended = new WeakSet<WebSocket>();
  const settled$ = new Subject<undefined>();
  let line: WebSocket | undefined;

  http.on("upgrade", (request: IncomingMessage, tcp: Duplex, head: Buffer) => {
    tcp.on("error", () => undefined);
    log.push(`#${asked.push({ request, tcp, head })} open`);
    line = undefined;
    news$.next(undefined);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");

  class Dialled extends WebSocket {
    constructor(url: string) {
      super(url);
      this.on("error", () => undefined);
      dialled.push(this);
    }
  }
  const allAsked = async (): Promise<void> => {
    await firstValueFrom(
      news$.pipe(
        startWith(undefined),
        filter(() => asked.length >= dialled.length),
      ),
    );
  };
  /** Waits until all that was sent on the present line has come to its other end, in both directions. */
  const settles = async (): Promise<void> => {
    await allAsked();
    if (line === undefined || line.readyState === WebSocket.CLOSED) return;
    const settled = firstValueFrom(settled$);
    if (line.readyState === WebSocket.OPEN) line.ping();
    await settled;
  };

  const accepts = async (): Promise<void> => {
    await allAsked();
    const [last, client] = [asked.at(-1), dialled.at(-1)];
    if (last === undefined || client === undefined) throw new Error("The client has opened no line.");
    const opened = once(client, "open");
    server.handleUpgrade(last.request, last.tcp, last.head, (accepted) => {
      line = accepted;
      note(accepted, asked.length, log, () => !ended.has(accepted));
      for (const event of ["pong", "close"]) accepted.on(event, () => settled$.next(undefined));
    });
    await opened;
  };
  const closes = async (code: number): Promise<void> => {
    await allAsked();
    const client = dialled.at(-1);
    if (client === undefined || client.readyState === WebSocket.CLOSED) return;
    // (not `once`: a line that is refused ends with an error as well)
    const gone = firstValueFrom(fromEvent(client, "close"));
    if (line !== undefined) ended.add(line);
    if (line === undefined) asked.at(-1)?.tcp.destroy();
    else if (code === 1006) line.terminate();
    else if (code === 1005) line.close();
    else line.close(code);
    await gone;
  };

  return {
    WebSocketCtor: Dialled,
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    accepts,
    closes,
    sends: async (frames) => {
      for (const frame of frames) line?.send(frame);
      await settles();
    },
    hears: async () => {
      await settles();
      return log.splice(0);
    },
    end: async () => {
      for (const { tcp } of asked) tcp.destroy();
      for (const client of dialled) client.terminate();
      server.close();
      http.close();
      await once(http, "close");
    },
  };
}

/** Notes what the client does with a line. */
function note(line: WebSocket, number: number, log: string[], isClients: () => boolean): void {
  line.on("message", (data: Buffer, isBinary) => {
    log.push(`#${number} ${isBinary ? `<${data.toString("hex")}>` : data.toString()}`);
  });
  line.on("close", (code) => {
    if (isClients()) log.push(`#${number} close ${code === 1005 ? "" : code}`.trim());
  });
}

import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { NEVER, type NextObserver, Observable, take } from "rxjs";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { CloseCode } from "../protocol/close-codes.ts";
import type { Frame, Frames } from "../protocol/codec.ts";
import { Given } from "../protocol/given.ts";
import { CLIENT_FRAME_LIMITS, type FrameLimits } from "../protocol/limits.ts";
import { Admission, type AdmissionOptions } from "./admission.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import type { Env } from "./env.ts";
import { heartbeat, type HeartbeatOptions } from "./heartbeat.ts";
import { httpPort } from "./http-port.ts";
import { offers } from "./offer.ts";
import type { OpenSocket, Socket, SocketListener } from "./socket.ts";

/** A server of the package `ws`. */
export type WsServer = WebSocketServer;

/** What `fromServer` needs beside its `ws` server. */
export interface FromServerOptions {
  /** what a frame of a client may cost @default 64 Ki characters, 1 MiB binary, depth 32, 10,000 values */
  readonly limits?: FrameLimits;
  /** how a dead line is noticed; `false` when something else does it @default ping after 25 s ± 20 %, 10 s to answer */
  readonly heartbeat?: Omit<HeartbeatOptions, "env"> | false;
  readonly env: Env;
}

/** What `listen` needs. */
export interface ListenOptions extends FromServerOptions, AdmissionOptions {
  /** 0 takes any that is free */
  readonly port: number;
  /** @default every address */
  readonly host?: string;
  /** told the address once the port is open */
  readonly listeningObserver?: NextObserver<AddressInfo>;
  /** when it emits, the port is closed and whoever still asks is refused with 503; the lines that are open stay @default never */
  readonly stop$?: Observable<unknown>;
}

/** A line to a client, with the HTTP request it began as. */
export class ServerConnection extends Connection {
  constructor(
    open: OpenSocket,
    options: ConnectionOptions,
    readonly request: IncomingMessage,
  ) {
    super(open, { version: offers(request.url ?? "") ? 2 : 1, ...options });
  }
}

/** fragments of one message */
const MOST_FRAGMENTS = 128;
/** chunks in which a message may trickle in: 1 MiB in segments of 256 bytes, or a small one byte by byte */
const MOST_CHUNKS = 4_096;
const SEGMENT = 256;

export function listen(options: ListenOptions): Observable<ServerConnection> {
  const { port, host, limits = CLIENT_FRAME_LIMITS, listeningObserver, stop$ = NEVER } = options;
  const maxPayload = Math.max(limits.text * 4, limits.binary);
  return new Observable((subscriber) => {
    const admission = new Admission(options);
    const http = httpPort();
    const server = new WebSocketServer({
      noServer: true,
      maxPayload,
      maxFragments: MOST_FRAGMENTS,
      maxBufferedChunks: Math.max(MOST_CHUNKS, Math.ceil(maxPayload / SEGMENT)),
      perMessageDeflate: false,
      // left out, `ws` would choose the first that a client offers (PROTOCOL.md, "Transport")
      handleProtocols: () => false,
      verifyClient: ({ req }, answer) => {
        const refusal = admission.refusal(req);
        answer(refusal === undefined, refusal?.status, undefined, refusal?.headers);
      },
    });
    const close = (): void => {
      admission.close();
      http.close();
      server.close();
    };
    http.on("upgrade", (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.once("close", admission.admit(request));
        server.emit("connection", webSocket, request);
      });
    });
    http.on("error", (error) => {
      subscriber.error(error);
    });
    http.on("listening", () => {
      // looking up the host took longer than this was wanted
      if (admission.closed) http.close();
      const address = http.address();
      if (address !== null && typeof address === "object") listeningObserver?.next(address);
    });
    subscriber.add(fromServer(server, options).subscribe(subscriber));
    subscriber.add(stop$.pipe(take(1)).subscribe(close));
    http.listen({ port, ...(host === undefined ? {} : { host }) });
    return () => {
      close();
      http.closeAllConnections();
    };
  });
}

export function fromServer(server: WebSocketServer, options: FromServerOptions): Observable<ServerConnection> {
  const { limits = CLIENT_FRAME_LIMITS, heartbeat: beat = {}, env } = options;
  return new Observable((subscriber) => {
    const connections = new Set<ServerConnection>();
    const accept = (webSocket: WebSocket, request: IncomingMessage): void => {
      const connection = new ServerConnection(
        (listener) => new ServerSocket(webSocket, request.socket, listener),
        { limits, scheduler: env.scheduler },
        request,
      );
      connections.add(connection);
      if (beat !== false) subscriber.add(heartbeat(connection, { ...beat, env }).subscribe());
      subscriber.add(connection.closed$.subscribe(() => connections.delete(connection)));
      subscriber.next(connection);
    };
    const complete = (): void => {
      subscriber.complete();
    };
    server.on("connection", accept);
    server.on("close", complete);
    return () => {
      server.off("connection", accept);
      server.off("close", complete);
      for (const connection of connections) connection.close(CloseCode.restart, "the server stops");
    };
  });
}

/** `ws` turns a string into bytes for every socket; a frame that goes to many is turned once, and keeps its bytes as an event keeps its frames. */
class KeptBytes extends Given {
  readonly #bytes: readonly Buffer[];

  private constructor(frames: Frames) {
    super(frames);
    this.#bytes = frames.map((frame) => Buffer.from(frame));
  }

  static of(frames: Frames): readonly Buffer[] {
    return #bytes in frames ? frames.#bytes : new KeptBytes(frames).#bytes;
  }
}

class ServerSocket implements Socket {
  readonly reportsFlushes = true;
  readonly #webSocket: WebSocket;
  readonly #stream: IncomingMessage["socket"];

  constructor(webSocket: WebSocket, stream: IncomingMessage["socket"], listener: SocketListener) {
    this.#webSocket = webSocket;
    this.#stream = stream;
    stream.on("drain", () => {
      listener.flushed();
    });
    webSocket.on("message", (data, isBinary) => {
      listener.frame(frameOf(data, isBinary));
    });
    webSocket.on("ping", () => {
      listener.alive();
    });
    webSocket.on("pong", (data) => {
      listener.pong(Number(data.toString()));
    });
    webSocket.on("close", (code, reason) => {
      listener.closed(code, reason.toString());
    });
    // without a listener an error ends the process; "close" always follows and tells all there is
    webSocket.on("error", () => undefined);
  }

  get buffered(): number {
    return this.#webSocket.bufferedAmount;
  }

  get received(): number {
    return this.#stream.bytesRead;
  }

  send(frames: Frames): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) throw new Error("the socket is not open");
    const encoded = KeptBytes.of(frames);
    frames.forEach((frame, index) => {
      this.#webSocket.send(encoded[index] ?? frame, { binary: typeof frame !== "string" });
    });
  }

  ping(count: number): void {
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#webSocket.ping(String(count));
  }

  close(code: number, reason: string): void {
    if (code === CloseCode.abnormal) this.#webSocket.terminate();
    else this.#webSocket.close(code, reason);
  }

  terminate(): void {
    this.#webSocket.terminate();
  }
}

function frameOf(data: RawData, isBinary: boolean): Frame {
  const buffer = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;
  return isBinary ? buffer : buffer.toString();
}

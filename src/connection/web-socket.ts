import { Observable, takeUntil, timer } from "rxjs";
import { CloseCode } from "../protocol/close-codes.ts";
import type { Frame, Frames } from "../protocol/codec.ts";
import { type FrameLimits, SERVER_FRAME_LIMITS } from "../protocol/limits.ts";
import { Connection } from "./connection.ts";
import type { Env } from "./env.ts";
import { offering } from "./offer.ts";
import type { Socket, SocketListener } from "./socket.ts";

/** The part of the platform's `WebSocket` that is used; that of `ws` fits too. */
export interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  /** it can send */
  onopen: ((event: never) => void) | null;
  /** a frame came in */
  onmessage: ((event: never) => void) | null;
  /** it is over */
  onclose: ((event: never) => void) | null;
  /** followed by `onclose` */
  onerror: ((event: never) => void) | null;
  /** sends one frame */
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** begins the closing handshake */
  close(code?: number, reason?: string): void;
}

/** What `connect` needs beside its URL. */
export interface ConnectOptions {
  /** @default the platform's `WebSocket`; give that of `ws` on Node 20 */
  readonly WebSocketCtor: new (url: string) => WebSocketLike;
  /** ms until an attempt that has not opened is given up @default 10_000 */
  readonly openTimeout?: number;
  /** what a frame of the server may cost @default no limit */
  readonly limits?: FrameLimits;
  /** 2 offers the server more than the original protocol, by `ws-sync=2` in the URL (PROTOCOL.md, "Negotiation"); 1 does not @default 2 */
  readonly version?: 1 | 2;
  readonly env: Pick<Env, "scheduler">;
}

export function connect(url: string | (() => string), options: ConnectOptions): Observable<Connection> {
  const { WebSocketCtor, openTimeout = 10_000, limits = SERVER_FRAME_LIMITS, version = 2 } = options;
  const { scheduler } = options.env;
  return new Observable((subscriber) => {
    const address = typeof url === "string" ? url : url();
    const webSocket = new WebSocketCtor(version === 2 ? offering(address) : address);
    let opened = false;
    const connection = new Connection((listener) => new ClientSocket(webSocket, listener), {
      limits,
      scheduler,
      version,
    });
    subscriber.add(
      connection.closed$.subscribe((closed) => {
        subscriber.error(closed);
      }),
    );
    subscriber.add(
      timer(openTimeout, scheduler)
        .pipe(takeUntil(connection.closed$))
        .subscribe(() => {
          if (!opened) connection.cut(CloseCode.abnormal, `it did not open within ${openTimeout} ms`);
        }),
    );
    webSocket.onopen = () => {
      opened = true;
      subscriber.next(connection);
    };
    return () => {
      connection.complete();
    };
  });
}

/** a browser may send no other codes */
const isSendable = (code: number): boolean => code === 1000 || (code >= 3000 && code <= 4999);

class ClientSocket implements Socket {
  readonly #webSocket: WebSocketLike;

  constructor(webSocket: WebSocketLike, listener: SocketListener) {
    this.#webSocket = webSocket;
    webSocket.binaryType = "arraybuffer";
    webSocket.onmessage = ({ data }: { readonly data: unknown }) => {
      listener.frame(frameOf(data));
    };
    webSocket.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
      listener.closed(code, reason);
    };
    // `ws` ends the process on an error nobody listens to; `onclose` always follows and tells all there is
    webSocket.onerror = () => undefined;
  }

  get buffered(): number {
    return this.#webSocket.bufferedAmount;
  }

  send(frames: Frames): void {
    for (const frame of frames) this.#webSocket.send(typeof frame === "string" ? frame : new Uint8Array(frame));
  }

  close(code: number, reason: string): void {
    if (isSendable(code)) this.#webSocket.close(code, reason);
    else this.#webSocket.close();
  }

  /** a browser cannot cut a line: it is left behind, and closes when the network says so */
  terminate(): void {
    this.#webSocket.onmessage = null;
    this.#webSocket.onclose = null;
  }
}

function frameOf(data: unknown): Frame {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : String(data);
}

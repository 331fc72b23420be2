import type { WebSocketLike } from "ws-sync-rx/client";

type Listener = ((event: never) => void) | null;

/** The platform's `WebSocket` with the network in the hands of the test. */
export class FakeWebSocket implements WebSocketLike {
  binaryType = "blob";
  bufferedAmount = 0;
  onopen: Listener = null;
  onmessage: Listener = null;
  onclose: Listener = null;
  onerror: Listener = null;
  readonly sent: (string | Uint8Array)[] = [];
  /** the code this end closed it with; 1005 for none */
  closedWith: number | undefined;

  constructor(readonly url: string) {}

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.sent.push(data);
  }

  close(code = 1005): void {
    this.closedWith ??= code;
  }

  /** The server accepts. */
  open(): void {
    this.#tell("onopen", {});
  }

  /** A frame comes in. */
  message(data: string | ArrayBuffer): void {
    this.#tell("onmessage", { data });
  }

  /** The line is over. */
  closed(code: number, reason = ""): void {
    this.#tell("onclose", { code, reason });
  }

  #tell(name: "onopen" | "onmessage" | "onclose", event: object): void {
    const listener = this[name];
    if (listener !== null) Reflect.apply(listener, this, [event]);
  }
}

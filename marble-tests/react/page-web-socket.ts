import { act } from "@testing-library/react";
import type { SyncEvent } from "ws-sync-rx";
import type { WebSocketLike } from "ws-sync-rx/client";

/** The platform's `WebSocket` as a page of the original sees it, whose network is the test. */
export class PageWebSocket extends EventTarget implements WebSocketLike {
  /** All that were made, in a test that empties it first. */
  static readonly made: PageWebSocket[] = [];

  binaryType = "blob";
  readyState = 0;
  readonly bufferedAmount = 0;
  onopen: ((event: Event) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  readonly sent: unknown[] = [];
  #onmessage: ((event: MessageEvent) => void) | null = null;

  constructor(readonly url: string) {
    super();
    PageWebSocket.made.push(this);
  }

  /** The one that was made last. */
  static last(): PageWebSocket {
    const last = PageWebSocket.made.at(-1);
    if (last === undefined) throw new Error("No WebSocket was made.");
    return last;
  }

  /** Those that a server would still see. */
  static live(): readonly PageWebSocket[] {
    return PageWebSocket.made.filter(({ readyState }) => readyState < 2);
  }

  get onmessage(): ((event: MessageEvent) => void) | null {
    return this.#onmessage;
  }

  /** Takes its turn among the listeners where it was set first, as in a browser. */
  set onmessage(handler: ((event: MessageEvent) => void) | null) {
    if (this.#onmessage === null) this.addEventListener("message", this.#message);
    this.#onmessage = handler;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.sent.push(typeof data === "string" ? JSON.parse(data) : [...data]);
  }

  close(code = 1000, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** The server accepts. */
  opens(): void {
    act(() => {
      this.readyState = 1;
      this.onopen?.(new Event("open"));
    });
  }

  /** The server sends a text, bytes, or an event. */
  receives(...frames: readonly (string | Uint8Array | SyncEvent)[]): void {
    for (const frame of frames) {
      const data =
        typeof frame === "string" ? frame : frame instanceof Uint8Array ? frame.buffer : JSON.stringify(frame);
      act(() => {
        this.dispatchEvent(new MessageEvent("message", { data }));
      });
    }
  }

  /** The server or the network ends it. */
  breaks(code = 1006): void {
    act(() => this.close(code));
  }

  readonly #message = (event: Event): void => this.#onmessage?.(event as MessageEvent);
}

import { act } from "@testing-library/react";
import type { SyncEvent } from "ws-sync-rx";
import type { WebSocketLike } from "ws-sync-rx/client";

/** A `WebSocket` whose network is the test: it opens, receives and breaks when it is told to, and remembers what was sent. */
export class FakeWebSocket implements WebSocketLike {
  /** All that were made, in a test that empties it first. */
  static readonly made: FakeWebSocket[] = [];

  binaryType = "blob";
  readonly bufferedAmount = 0;
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  readonly sent: unknown[] = [];
  state: "connecting" | "open" | "closed" = "connecting";

  constructor(readonly url: string) {
    FakeWebSocket.made.push(this);
  }

  /** Where it connects to, without the offer of version 2. */
  get address(): string {
    return this.url.replace(/[?&]ws-sync=2$/, "");
  }

  /** Those that a server would still see. */
  static live(): readonly FakeWebSocket[] {
    return FakeWebSocket.made.filter(({ state }) => state !== "closed");
  }

  /** The one that was made last. */
  static last(): FakeWebSocket {
    const last = FakeWebSocket.made.at(-1);
    if (last === undefined) throw new Error("No WebSocket was made.");
    return last;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.sent.push(typeof data === "string" ? JSON.parse(data) : data);
  }

  close(code = 1000, reason = ""): void {
    this.state = "closed";
    this.onclose?.({ code, reason });
  }

  /** The server accepts. */
  opens(): void {
    act(() => {
      this.state = "open";
      this.onopen?.({});
    });
  }

  /** The server sends a text, or an event. */
  receives(frame: string | SyncEvent): void {
    const data = typeof frame === "string" ? frame : JSON.stringify(frame);
    act(() => this.onmessage?.({ data }));
  }

  /** The server or the network ends it. */
  breaks(code: number, reason = ""): void {
    act(() => this.close(code, reason));
  }
}

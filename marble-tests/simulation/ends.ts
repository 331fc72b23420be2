import { type Frames, isTerminal, type Socket, type SocketListener } from "ws-sync-rx";
import type { Pipe } from "./pipe.ts";

/** What travels in a pipe. */
export type Wire =
  | { readonly kind: "open" }
  | { readonly kind: "frames"; readonly frames: Frames }
  | { readonly kind: "ping"; readonly count: number }
  | { readonly kind: "pong"; readonly count: number }
  /** `answers`: the other end has closed, with this code */
  | { readonly kind: "close"; readonly code: number; readonly reason: string; readonly answers?: boolean }
  /** the process at the other end is gone, or has cut the line */
  | { readonly kind: "reset" };

/** One end of a link, as a transport sees it. */
abstract class End implements Socket {
  /** runs when the other end has answered the dialling */
  opening: (() => void) | undefined;
  /** runs when it is over before that */
  refused: (() => void) | undefined;
  protected listener: SocketListener | undefined;
  #ended = false;
  #dismissed = false;

  constructor(
    protected readonly out: Pipe<Wire>,
    private readonly tap: (wire: Wire) => void,
  ) {}

  get buffered(): number {
    return this.out.buffered;
  }

  /** Whether this end has closed the line, or heard that it is over. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the other end has closed the line for good. */
  get dismissed(): boolean {
    return this.#dismissed;
  }

  open(listener: SocketListener): this {
    this.listener = listener;
    return this;
  }

  send(frames: Frames): void {
    if (this.#ended) throw new Error("the socket is not open");
    let bytes = 0;
    for (const frame of frames) bytes += frame.length;
    this.tell({ kind: "frames", frames }, bytes);
  }

  close(code: number, reason: string): void {
    this.#close(code, reason, false);
  }

  abstract terminate(): void;

  receive(wire: Wire): void {
    const { listener } = this;
    if (wire.kind === "open") {
      const { opening } = this;
      this.opening = undefined;
      opening?.();
      return;
    }
    if (wire.kind === "frames") for (const frame of wire.frames) listener?.frame(frame);
    else if (wire.kind === "pong") listener?.pong(wire.count);
    else if (wire.kind === "ping") listener?.alive();
    else if (wire.kind === "reset") this.break();
    else {
      if (!this.#ended && isTerminal(wire.code)) this.#dismissed = true;
      this.#close(wire.code, wire.reason, true);
      this.listener = undefined;
      listener?.closed(wire.code, wire.reason);
    }
  }

  /** The line is gone, without a word. */
  break(): void {
    const { listener } = this;
    this.#ended = true;
    this.listener = undefined;
    if (this.opening === undefined) listener?.closed(1006, "");
    else this.refused?.();
    this.opening = undefined;
  }

  #close(code: number, reason: string, answers: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.tell({ kind: "close", code, reason, answers }, 0);
  }

  protected tell(wire: Wire, bytes = 8): void {
    this.tap(wire);
    this.out.send(wire, bytes);
  }
}

/** A browser's: it answers pings but sends none, and cannot cut a line, only leave it behind. */
export class ClientEnd extends End {
  answer(count: number): void {
    if (!this.ended) this.tell({ kind: "pong", count });
  }

  terminate(): void {
    this.listener = undefined;
  }
}

/** That of the package `ws`. */
export class ServerEnd extends End {
  readonly reportsFlushes = true;

  /** Something that waited has left. */
  flushed(): void {
    this.listener?.flushed();
  }

  ping(count: number): void {
    if (!this.ended) this.tell({ kind: "ping", count });
  }

  terminate(): void {
    if (!this.ended) this.close(1006, "");
    this.out.discard();
    this.tell({ kind: "reset" });
    this.listener = undefined;
  }
}

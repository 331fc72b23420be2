import { once } from "node:events";
import { filter, firstValueFrom, startWith, Subject } from "rxjs";
import { type ClientOptions, WebSocket } from "ws";

/**
 * A peer that knows nothing but WebSocket: texts and bytes go out as they are given, and what comes in is kept as it came. Bytes are noted
 * as `<hex>`, a close as `close CODE`.
 */
export class RawPeer {
  readonly socket: WebSocket;
  readonly #heard: string[] = [];
  readonly #news$ = new Subject<undefined>();
  /** pongs, and the close in place of them */
  readonly #answers$ = new Subject<undefined>();
  #over = false;

  constructor(url: string, options: ClientOptions = {}, protocols: readonly string[] = []) {
    this.socket = new WebSocket(url, [...protocols], options);
    this.socket.on("error", () => undefined);
    this.socket.on("message", (data: Buffer, isBinary) => {
      this.#note(isBinary ? `<${data.toString("hex")}>` : data.toString());
    });
    this.socket.on("pong", () => this.#answers$.next(undefined));
    this.socket.on("close", (code, reason) => {
      this.#over = true;
      this.#answers$.next(undefined);
      this.#note(`close ${code} ${reason.toString()}`.trim());
    });
  }

  /** Waits until the line is open. */
  async open(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, "open");
    return this;
  }

  /** Sends frames: texts as they are, bytes as bytes, anything else as JSON. */
  sends(...frames: readonly unknown[]): this {
    for (const frame of frames)
      this.socket.send(typeof frame === "string" || frame instanceof Uint8Array ? frame : JSON.stringify(frame));
    return this;
  }

  /** What has come in since this was last asked, up to the answer to all that was sent: the server's pong comes behind it. */
  async hears(): Promise<readonly string[]> {
    if (!this.#over) {
      const answered = firstValueFrom(this.#answers$);
      this.socket.ping();
      await answered;
    }
    return this.#heard.splice(0);
  }

  /** The next frame, whenever it comes. */
  async next(): Promise<string> {
    if (this.#heard.length === 0 && this.#over) throw new Error("The line is closed, and there is no other frame.");
    await firstValueFrom(
      this.#news$.pipe(
        startWith(undefined),
        filter(() => this.#heard.length > 0),
      ),
    );
    return this.#heard.shift() ?? "";
  }

  /** The next `count` frames. */
  async take(count: number): Promise<readonly string[]> {
    const frames: string[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  /** Cuts the line without a word, and waits until it is gone. */
  async cut(): Promise<void> {
    const gone = once(this.socket, "close");
    this.socket.terminate();
    if (!this.#over) await gone;
  }

  #note(what: string): void {
    this.#heard.push(what);
    this.#news$.next(undefined);
  }
}

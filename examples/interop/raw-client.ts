import { on, once } from "node:events";
import { WebSocket } from "ws";

/** What came in one WebSocket message: an event, or the bytes of a binary frame in hexadecimal digits. */
export type RawFrame = { readonly type: string; readonly data?: unknown } | { readonly binary: string };

/** A client that knows nothing but WebSocket and JSON, for tests. */
export class RawClient {
  readonly socket: WebSocket;
  /** the code of its close, once it is closed */
  readonly closed: Promise<number>;
  readonly #frames: AsyncIterator<unknown[]>;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.#frames = on(this.socket, "message", { close: ["close"] })[Symbol.asyncIterator]();
    this.closed = once(this.socket, "close").then(([code]) => Number(code));
  }

  async open(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, "open");
    return this;
  }

  send(type: string, data?: unknown): void {
    this.sendText(JSON.stringify(data === undefined ? { type } : { type, data }));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  sendBytes(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  /** Calls an action. */
  call(key: string, type: string, args: object = {}): void {
    this.send(`_ACTION:${key}`, { type, ...args });
  }

  /** The next frame. */
  async next(): Promise<RawFrame> {
    const step = (await this.#frames.next()) as IteratorResult<readonly [Buffer, boolean], undefined>;
    if (step.done === true) throw new Error("The line is closed, and there is no other frame.");
    const [data, isBinary] = step.value;
    return isBinary ? { binary: data.toString("hex") } : (JSON.parse(data.toString()) as RawFrame);
  }

  /** The next `count` frames. */
  async take(count: number): Promise<readonly RawFrame[]> {
    const frames: RawFrame[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  /** All frames up to the answer to a `_GET` of a key, which is sent now; the answer is the last. */
  async untilSet(key: string): Promise<readonly RawFrame[]> {
    this.send(`_GET:${key}`, {});
    const frames = [await this.next()];
    for (let last = frames[0]; last !== undefined && !isSetOf(last, key); last = frames.at(-1))
      frames.push(await this.next());
    return frames;
  }
}

function isSetOf(frame: RawFrame, key: string): boolean {
  return "type" in frame && frame.type === `_SET:${key}`;
}

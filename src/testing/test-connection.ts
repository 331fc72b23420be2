import { type Observable, type SchedulerLike, Subject } from "rxjs";
import { Connection } from "../connection/connection.ts";
import type { Socket, SocketListener } from "../connection/socket.ts";
import { decoder, encode, type Frames } from "../protocol/codec.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { CLIENT_FRAME_LIMITS, SERVER_FRAME_LIMITS } from "../protocol/limits.ts";

/** A connection whose other end is the test. Frames pass the real codec; nothing is delayed. */
export class TestConnection extends Connection {
  readonly #socket: TestSocket;
  /** What was sent on it. */
  readonly sent$: Observable<SyncEvent>;

  /** @param version what the line was opened for */
  constructor(scheduler: SchedulerLike, version: 1 | 2 = 1) {
    const socket = new TestSocket();
    super((listener) => socket.open(listener), { limits: CLIENT_FRAME_LIMITS, scheduler, version });
    this.#socket = socket;
    this.sent$ = socket.sent$;
  }

  /** The other end sends an event. */
  receive(event: SyncEvent): void {
    for (const frame of encode(event)) this.#socket.listener?.frame(frame);
  }

  /** The other end sends a frame as it is. */
  receiveFrame(frame: string | Uint8Array): void {
    this.#socket.listener?.frame(frame);
  }

  /** The line breaks: 1006 unless the test says otherwise. */
  break(code = 1006, reason = ""): void {
    this.#socket.listener?.closed(code, reason);
  }

  /** From now on the other end answers no ping (`false`), or does again. */
  answersPings(answers: boolean): void {
    this.#socket.answersPings = answers;
  }

  /** From now on the platform has no ping (`false`), as in a browser, or has one again. */
  hasPing(has: boolean): void {
    this.#socket.hasPing = has;
  }

  /** From now on so many bytes wait to leave this machine. */
  buffers(bytes: number): void {
    this.#socket.buffered = bytes;
    this.#socket.listener?.flushed();
  }

  /** The next frame cannot be sent. */
  failNextSend(): void {
    this.#socket.failNext = true;
  }
}

class TestSocket implements Socket {
  readonly reportsFlushes = true;
  buffered = 0;
  hasPing = true;
  readonly #sent$ = new Subject<SyncEvent>();
  readonly sent$: Observable<SyncEvent> = this.#sent$.asObservable();
  readonly #decoder = decoder(SERVER_FRAME_LIMITS);
  listener: SocketListener | undefined;
  answersPings = true;
  failNext = false;

  open(listener: SocketListener): this {
    this.listener = listener;
    return this;
  }

  send(frames: Frames): void {
    if (this.failNext) throw new Error("the socket does not take it");
    for (const frame of frames) {
      const event = this.#decoder.decode(frame);
      if (event !== undefined) this.#sent$.next(event);
    }
  }

  get ping(): ((count: number) => void) | undefined {
    return this.hasPing ? this.#ping : undefined;
  }

  readonly #ping = (count: number): void => {
    if (this.answersPings) this.listener?.pong(count);
  };

  close(code: number, reason: string): void {
    const { listener } = this;
    this.listener = undefined;
    listener?.closed(code, reason);
  }

  terminate(): void {
    this.listener = undefined;
  }
}

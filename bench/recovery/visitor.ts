import { once } from "node:events";
import { WebSocket } from "ws";

/** What a client says on a raw line, to a server of one kind. */
export interface Script {
  /** path and query of its URL */
  readonly path: string;
  /** what it says first */
  opened?(say: (text: string) => void): void;
  /** hears a message; true once it is up to date */
  hears(message: Buffer, say: (text: string) => void): boolean;
  /** told before it comes (again) how many updates it has missed; true when it has nothing to wait for */
  comes?(missed: number): boolean;
}

/**
 * A client that costs as good as nothing: it says what its script says and does not look at the state, so that a thousand of them in one
 * process do not keep the server waiting.
 */
export class Visitor {
  readonly #script: Script;
  #socket: WebSocket | undefined;
  /** told every message, after the script was */
  heard: (message: Buffer) => void = () => undefined;

  constructor(script: Script) {
    this.#script = script;
  }

  /** Opens a line and waits until it is up to date. */
  async arrive(port: number, missed = 0): Promise<void> {
    const script = this.#script;
    const content = script.comes?.(missed) ?? false;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${script.path}`, { perMessageDeflate: false });
    this.#socket = socket;
    const say = (text: string): void => {
      socket.send(text);
    };
    const upToDate = new Promise<void>((resolve, reject) => {
      if (content) resolve();
      socket.on("message", (data: Buffer) => {
        if (script.hears(data, say)) resolve();
        this.heard(data);
      });
      socket.on("close", (code) => {
        reject(new Error(`the line was closed with ${code}`));
      });
    });
    socket.on("error", () => undefined);
    socket.once("open", () => script.opened?.(say));
    await Promise.all([content ? once(socket, "open") : undefined, upToDate]);
  }

  /** Stops reading: what comes stays where it is. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Cuts the line. */
  leave(): void {
    this.#socket?.terminate();
  }
}

/** Runs `work` for all of them, so many at a time: more than a listening socket queues would only wait for the kernel. */
export async function crowd<T>(all: readonly T[], work: (one: T) => Promise<void>, lanes = 400): Promise<void> {
  const rest = all.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const one of rest) await work(one);
    }),
  );
}

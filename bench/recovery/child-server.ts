import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Question } from "../peers/live-server.ts";

/** A server in a process of its own, so that its CPU and its memory can be told from ours. */
export class ChildServer {
  readonly #child: ChildProcess;

  private constructor(
    readonly kind: string,
    child: ChildProcess,
    readonly port: number,
  ) {
    this.#child = child;
  }

  /** @param kind one of `live-server.worker.ts` */
  static async start(kind: string): Promise<ChildServer> {
    const child = fork(fileURLToPath(new URL("live-server.worker.js", import.meta.url)), [kind]);
    const ended = once(child, "exit").then(() => Promise.reject(new Error(`the server "${kind}" ended at once`)));
    const [port] = (await Promise.race([once(child, "message"), ended])) as [number];
    ended.catch(() => undefined);
    return new ChildServer(kind, child, port);
  }

  /** Asks for a figure, or for changes that are over when the answer comes. One question at a time. */
  async ask(question: Question): Promise<number> {
    const answered = once(this.#child, "message");
    this.#child.send(question);
    const [number] = (await answered) as [number];
    return number;
  }

  /** Waits until so many clients are connected. */
  async lines(count: number): Promise<void> {
    while ((await this.ask({ ask: "lines" })) !== count) await new Promise((resolve) => setImmediate(resolve));
  }

  /** CPU ms of the server while `work` is done. */
  async cpuOf(work: () => Promise<unknown>): Promise<number> {
    const before = await this.ask({ ask: "cpu" });
    await work();
    return ((await this.ask({ ask: "cpu" })) - before) / 1_000;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.disconnect();
    await exited;
  }
}

/** Runs `work` with a server of each kind; those that cannot be started are left out, and that is said. */
export async function withServers<T>(
  kinds: readonly string[],
  work: (servers: readonly ChildServer[]) => Promise<T>,
): Promise<T> {
  const started = await Promise.allSettled(kinds.map((kind) => ChildServer.start(kind)));
  const servers = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  for (const result of started) if (result.status === "rejected") console.error(`bench: left out: ${result.reason}`);
  try {
    return await work(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { FuzzTarget } from "../fuzz-target.ts";
import { hostileFrame, PREY } from "../hostile-frames.ts";
import type { Random } from "../random.ts";
import type { FuzzServerReport } from "./fuzz-server.ts";
import { HostileLine } from "./hostile-line.ts";
import { Sibling } from "./sibling.ts";

/** Hostile lines at a time. */
const LINES = 3;
/** After so many inputs the hostile leave, and the healthy client's copy is compared with the server's state. */
const COMPARE_EVERY = 100;
/** MB of heap the server may have. */
const HEAP = 256;

/**
 * Hostile frames for a server in a process of its own, over TCP, beside a healthy client.
 *
 * After each input the healthy client makes a round trip; now and then its copies must equal the server's state, and the intrinsics of
 * the server's process must be untouched.
 */
export async function serverTarget(): Promise<FuzzTarget> {
  let world = await World.start();
  return {
    async input(numbers) {
      try {
        await world.input(numbers);
      } catch (error) {
        // it may hang or be gone: the next input gets another
        world.end();
        world = await World.start();
        throw error;
      }
    },
    close: async () => {
      try {
        await world.compare();
      } finally {
        world.end();
      }
    },
  };
}

class World {
  readonly #lines = new Map<number, HostileLine>();
  #inputs = 0;
  /** the end of what the server wrote to its error output */
  #said = "";

  private constructor(
    readonly server: ChildProcess,
    readonly port: number,
    readonly sibling: Sibling,
  ) {
    server.stderr?.on("data", (data: Buffer) => (this.#said = `${this.#said}${data.toString()}`.slice(-1_500)));
  }

  static async start(): Promise<World> {
    const program = fileURLToPath(new URL("fuzz-server.js", import.meta.url));
    const server = fork(program, {
      execArgv: [`--max-old-space-size=${HEAP}`],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const [{ port }] = (await once(server, "message")) as [{ readonly port: number }];
    const sibling = new Sibling(port, randomBytes(16).toString("hex"));
    await sibling.ready();
    return new World(server, port, sibling);
  }

  async input(numbers: Random): Promise<void> {
    const at = numbers.below(LINES);
    const line = this.#line(at, numbers);
    for (let i = numbers.below(5); i >= 0; i -= 1) line.send(hostileFrame(numbers), numbers);
    await this.#healthy(() => this.sibling.ring());
    this.#inputs += 1;
    if (this.#inputs % COMPARE_EVERY !== 0) return;
    for (const each of this.#lines.values()) each.leave(numbers);
    this.#lines.clear();
    await this.compare();
  }

  /** @throws Error when the healthy client's copy is another than the server's state, or the language itself has changed */
  async compare(): Promise<void> {
    // what the hostile sent last may still be on its way
    for (let tries = 20; ; tries -= 1) {
      const reply = once(this.server, "message", { signal: AbortSignal.timeout(2_000) });
      this.server.send("report");
      const [{ prey, changed }] = (await reply) as [FuzzServerReport];
      if (changed !== null) throw new Error(`${changed} of the server has changed`);
      await this.#healthy(() => this.sibling.ring());
      const copy = this.sibling.copy(PREY);
      if (isDeepStrictEqual(copy, prey)) return;
      if (tries === 0) throw new Error(`the copy is ${JSON.stringify(copy)}, the state ${JSON.stringify(prey)}`);
    }
  }

  end(): void {
    for (const line of this.#lines.values()) line.destroy();
    this.sibling.close();
    this.server.kill("SIGKILL");
  }

  #line(at: number, numbers: Random): HostileLine {
    const known = this.#lines.get(at);
    if (known?.open === true && !numbers.oneIn(15)) return known;
    known?.leave(numbers);
    const line = new HostileLine(this.port, numbers);
    this.#lines.set(at, line);
    return line;
  }

  async #healthy(trip: () => Promise<void>): Promise<void> {
    try {
      await trip();
    } catch (error) {
      if (this.server.exitCode === null) {
        // a line breaks a moment before its process is known to have ended
        await once(this.server, "exit", { signal: AbortSignal.timeout(500) }).catch(() => undefined);
      }
      const state = this.server.exitCode ?? this.server.signalCode;
      const gone = state === null ? "" : `; the server's process has ended (${state}): ${this.#said.trim()}`;
      throw new Error(`${error instanceof Error ? error.message : String(error)}${gone}`, { cause: error });
    }
  }
}

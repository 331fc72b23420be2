import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Injected } from "./lane-faults.ts";
import { Program } from "./program.ts";
import type { HeartbeatClose, ServerCalls } from "./server-program.ts";

/** ms that a drained server has to end by itself */
const ENDS_WITHIN = 60_000;

/** The server process there is, and those there were. */
export class ServerHost {
  readonly #journal: string;
  readonly #built: string;
  readonly #tell: (injected: Injected) => void;
  #program: Program<ServerCalls>;
  #ending = false;
  #port = 0;
  /** what should not have happened */
  readonly problems: string[] = [];
  readonly heartbeatCloses: HeartbeatClose[] = [];
  /** kilobytes, the most that one of them had */
  rss = 0;

  /**
   * @param built the bundle of its program
   * @param folder for the journal
   */
  constructor(built: string, folder: string, tell: (injected: Injected) => void) {
    this.#built = built;
    this.#journal = join(folder, "journal.jsonl");
    this.#tell = tell;
    this.#program = this.#begin();
  }

  /** Where it listens; that of the last one while there is none. */
  get port(): number {
    return this.#port;
  }

  get program(): Program<ServerCalls> {
    return this.#program;
  }

  /** Waits until it listens. */
  async ready(): Promise<void> {
    this.#port = await this.#program.call("port", undefined);
  }

  /** SIGTERM: it drains and ends by itself; then the next one starts. */
  async restart(): Promise<void> {
    const over = await this.#over("SIGTERM");
    this.#program.signal("SIGTERM");
    const late = new AbortController();
    const exit = await Promise.race([
      this.#program.exited,
      wait(ENDS_WITHIN, undefined, { signal: late.signal, ref: false }),
    ]);
    late.abort();
    if (exit === undefined) this.#program.signal("SIGKILL");
    if (exit?.code !== 0)
      this.problems.push(`the server did not end by itself after SIGTERM: ${JSON.stringify(exit ?? "still there")}`);
    await this.#next(over);
  }

  /** SIGKILL; then the next one starts. */
  async kill(): Promise<void> {
    const over = await this.#over("SIGKILL");
    this.#program.signal("SIGKILL");
    await this.#next(over);
  }

  /** SIGSTOP for a while. */
  async stall(ms: number): Promise<void> {
    const from = Date.now();
    this.#program.signal("SIGSTOP");
    await wait(ms);
    this.#program.signal("SIGCONT");
    this.#tell({ kind: "SIGSTOP", at: "server", from, until: Date.now(), silent: true });
  }

  /** Notes what it has used and noticed. */
  async note(): Promise<void> {
    const { rss, heartbeatCloses } = await this.#program.call("usage", undefined);
    this.rss = Math.max(this.rss, rss);
    this.heartbeatCloses.push(...heartbeatCloses);
  }

  /** Ends the last one. */
  async close(): Promise<void> {
    await this.note();
    this.#ending = true;
    this.#program.signal("SIGKILL");
    await this.#program.exited;
  }

  #begin(): Program<ServerCalls> {
    const program: Program<ServerCalls> = new Program<ServerCalls>(this.#built, { CHAOS_JOURNAL: this.#journal });
    void program.exited.then((exit) => {
      if (!this.#ending) this.problems.push(`the server ended: ${JSON.stringify(exit)}`);
    });
    return program;
  }

  async #over(kind: string): Promise<() => void> {
    await this.note();
    this.#ending = true;
    const from = Date.now();
    return () => this.#tell({ kind, at: "server", from, until: Date.now(), silent: true });
  }

  async #next(over: () => void): Promise<void> {
    await this.#program.exited;
    this.#ending = false;
    this.#program = this.#begin();
    await this.ready();
    over();
  }
}

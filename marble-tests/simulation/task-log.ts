import type { Watch } from "./violation.ts";

type End = "done" | "failed" | "cancelled" | "lost";

interface TaskRun {
  /** the server that runs it */
  server: object | undefined;
  end: End | undefined;
  /** whether its client has said that it wants it no longer */
  cancelled: boolean;
  /** what its client was told, or `left` */
  told: string | undefined;
}

/** Knows every task that was asked for, and what became of those that were started: I14. */
export class TaskLog {
  readonly #runs = new Map<string, TaskRun>();
  constructor(private readonly watch: Watch) {}

  /** A client asks for a task. */
  asked(id: string): void {
    this.#runs.set(id, { server: undefined, end: undefined, cancelled: false, told: undefined });
  }

  /** Its client wants it no longer. */
  cancelled(id: string): void {
    const run = this.#runs.get(id);
    if (run === undefined || run.told !== undefined) return;
    run.cancelled = true;
    run.told = "left";
  }

  /** Its client is gone. */
  left(id: string): void {
    const run = this.#runs.get(id);
    if (run !== undefined) run.told ??= "left";
  }

  /** Its client is told what became of it: `done`, or a code. */
  told(id: string, code: string): void {
    const run = this.#runs.get(id);
    if (run === undefined || run.told === "left") return;
    if (run.told !== undefined) this.watch.fail("I14", `task ${id} was told to be ${run.told}, then ${code}`);
    run.told = code;
    if ((code === "done" || code === "failed") && run.end !== code)
      this.watch.fail("I14", `task ${id} is told to be ${code}, and is ${run.end ?? "not over"}`);
  }

  /** A server starts it. */
  started(id: string, server: object): void {
    const run = this.#runs.get(id);
    if (run === undefined) return;
    if (run.server !== undefined) this.watch.fail("I14", `task ${id} was started twice`);
    run.server = server;
  }

  /** It is over; what comes after its end is its tear-down. */
  ended(id: string, end: End): void {
    const run = this.#runs.get(id);
    if (run === undefined || run.end !== undefined) return;
    run.end = end;
    if (end === "cancelled" && !run.cancelled)
      this.watch.fail("I14", `task ${id} was cancelled, which nobody had asked for`);
  }

  /** The process that ran them is gone. */
  lost(server: object): void {
    for (const run of this.#runs.values()) if (run.server === server) run.end ??= "lost";
  }

  /** Whether all that were started are over, and all clients were told. */
  settle(): void {
    for (const [id, { server, end, told }] of this.#runs) {
      if (server !== undefined && end === undefined) this.watch.fail("I14", `task ${id} never ended`);
      if (told === undefined) this.watch.fail("I14", `nobody was told what became of task ${id}`);
    }
  }
}

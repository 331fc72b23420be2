import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import type { AnswerMessage, CallMessage, Calls } from "./calls.ts";

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** How a program ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process, and what it can be asked. */
export class Program<Api extends Calls<Api>> {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  /** How it ended, once it has. */
  readonly exited: Promise<Exit>;

  /** @param file its bundle */
  constructor(file: string, environment: Readonly<Record<string, string>> = {}) {
    const name = basename(file, ".js");
    this.#name = name;
    this.#child = fork(file, {
      env: { ...process.env, ...environment },
      execArgv: ["--enable-source-maps"],
    });
    this.#child.on("message", (message: AnswerMessage) => {
      const waiting = this.#waiting.get(message.call);
      this.#waiting.delete(message.call);
      if ("failure" in message) waiting?.reject(new Error(`${name}: ${message.failure}`));
      else waiting?.resolve(message.value);
    });
    this.exited = once(this.#child, "exit").then(([code, signal]: unknown[]) => {
      this.#failAll();
      return { code, signal } as Exit;
    });
  }

  /** Calls one of its functions. @throws Error when it fails, or the program ends before it has answered */
  call<Name extends keyof Api & string>(
    name: Name,
    args: Parameters<Api[Name]>[0],
  ): Promise<Awaited<ReturnType<Api[Name]>>> {
    return new Promise((resolve, reject) => {
      const call = (this.#calls += 1);
      this.#waiting.set(call, { resolve: resolve as (value: unknown) => void, reject });
      this.#child.send({ call, name, args } satisfies CallMessage, (error) => {
        if (error !== null) this.#waiting.get(call)?.reject(error);
      });
    });
  }

  /** Sends it a signal. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #failAll(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`${this.#name} ended before it answered`));
    this.#waiting.clear();
  }
}

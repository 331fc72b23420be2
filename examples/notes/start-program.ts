import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** An example as a user starts it, for its tests. */
export interface Program {
  /** where the page is, with a `/` at its end */
  readonly url: string;
  /** Asks it to stop, and returns its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Bundles and starts an example on a free port; the rest of its output is shown.
 *
 * @param environment what it finds in its environment beside that of this process
 * @param name its folder @default "notes"
 * @throws Error when it ends before it has printed its address
 */
export async function startProgram(
  environment: Readonly<Record<string, string>> = {},
  name = "notes",
): Promise<Program> {
  const child = spawn(process.execPath, ["scripts/example.mjs", name], {
    env: { ...process.env, HOST: "127.0.0.1", PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await addressOf(child);
  return {
    url,
    stop: async (signal = "SIGTERM") => {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, "exit");
        child.kill(signal);
        await exited;
      }
      return child.exitCode;
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The output of the example is not a pipe.");
  for await (const line of createInterface({ input: child.stdout })) {
    const [address] = /http:\/\/\S+/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error("The example ended before it printed its address; what it said is above.");
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "@jest/globals";

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly findings: string;
}

/** `npm run fuzz` with these options. */
async function fuzz(options: string): Promise<Run> {
  const child = spawn(process.execPath, ["scripts/fuzz.mjs", ...options.split(" ")]);
  const [output, findings] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, output, findings };
}

describe("a fuzz run", () => {
  it("ends what hangs, outlives what dies, and names the seed of each", async () => {
    const { code, output, findings } = await fuzz("--target planted --seed 6 --inputs 18");
    expect(findings.split("\n").filter((line) => line.startsWith("planted"))).toEqual([
      // on a slow machine the heap may take longer to fill than the input may
      expect.stringMatching(/^planted, input 1: (ended its process .*heap|took more than 5000 ms)/),
      "planted, input 2: a planted error",
      "planted, input 13: ended its process (7): it said nothing",
      "planted, input 14: a planted error",
      "planted, input 17: took more than 5000 ms and was killed",
    ]);
    expect(output.trimEnd().split("\n").at(-1)).toBe("inputs: 18, crashes: 5");
    expect(code).toBe(1);

    const [, again = ""] = /input 2: .*\n {2}again: npm run fuzz -- (.*)/.exec(findings) ?? [];
    const replay = await fuzz(again);
    expect(replay.findings).toContain("a planted error");
    expect(replay.output).toContain("inputs: 1, crashes: 1");
  }, 120_000);

  it("ends with 0 when nothing is found", async () => {
    const { code, output, findings } = await fuzz("--target codec --seed 1 --inputs 200");
    expect(findings).toBe("");
    expect(output.trimEnd().split("\n").at(-1)).toBe("inputs: 200, crashes: 0");
    expect(code).toBe(0);
  }, 120_000);
});

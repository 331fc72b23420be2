import type { Mutant } from "./mutant.ts";

const LINES = "src/session/lines.ts";
const HEARTBEAT = "src/connection/heartbeat.ts";

/** Bugs of connections and of how they are kept. */
export const lineMutants: readonly Mutant[] = [
  {
    name: "no heartbeat on the client",
    why: "a page does not notice that its line is dead",
    patches: [
      { file: "src/session/join.ts", find: "beat === false\n", replace: "(beat === false || beat !== undefined)\n" },
    ],
  },
  {
    name: "no heartbeat on the server",
    why: "a server keeps lines that are dead",
    patches: [
      {
        file: "marble-tests/simulation/sim-server.ts",
        find: "this.#running.add(heartbeat(connection, { env: this.#env }).subscribe());",
        replace: "void heartbeat;",
      },
    ],
  },
  {
    name: "dead and not cut",
    why: "silence is noticed, and nothing is done",
    patches: [
      {
        file: HEARTBEAT,
        find: 'connection.cut(CloseCode.heartbeat, "no sign of life");',
        replace: "void CloseCode.heartbeat;",
      },
    ],
  },
  {
    name: "old line's clean-up closes the new",
    why: "what ends with a line is the session's line, whichever it is then (the original server)",
    patches: [
      {
        file: LINES,
        find: "    line.release();\n",
        replace: '    line.release();\n    for (const each of this.all) each.connection.close(CloseCode.normal, "");\n',
      },
    ],
  },
  {
    name: "old line of a client stays",
    inSmall: true,
    why: "a client that is back is still answered on the line it came from",
    patches: [
      {
        file: LINES,
        find: "for (const old of before) if (!shares(old, line)) this.#dismiss(old, line);",
        replace: "void before; void shares;",
      },
    ],
  },
  {
    name: "unbounded buffer",
    why: "a slow line is sent everything",
    patches: [
      {
        file: "src/session/outflow.ts",
        find: "const full = underWay >= WINDOW || this.#connection.buffered >= WINDOW;",
        replace: "const full = underWay < 0;",
      },
    ],
  },
  {
    name: "no return after a restart",
    why: "a client takes 1012 for the end",
    patches: [
      {
        file: "src/connection/backoff.ts",
        find: "isTerminal(error.code);",
        replace: "isTerminal(error.code) || error.code === 1012;",
      },
    ],
  },
  {
    name: "timers outlive the line",
    why: "a heartbeat goes on after its line is over",
    patches: [
      {
        file: HEARTBEAT,
        find: "ignoreElements(), takeUntil(connection.closed$)",
        replace: "ignoreElements()",
      },
    ],
  },
];

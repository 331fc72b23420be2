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
    name: "deaf while it looks up who it is",
    why: "a client that pings meanwhile gets no answer, and cuts a healthy line",
    patches: [
      {
        file: "src/session/greet.ts",
        find: "connection.extend();\n        return of(hello);",
        replace: "return of(hello);",
      },
    ],
  },
  {
    name: "waits for ever to be told who it is",
    why: "a look-up that never ends leaves its client before a closed door",
    patches: [
      { file: "src/session/sessions.ts", find: "first: identifyTimeout,", replace: "first: identifyTimeout * 1e9," },
    ],
  },
  {
    name: "who is identified last stays",
    why: "an earlier line that is identified late takes the place of a newer one",
    patches: [
      { file: "src/session/take-in.ts", find: "if (newer === undefined)", replace: "if (newer !== connection)" },
    ],
  },
  {
    name: "identifies what is over",
    why: "a line that was over before it was known whose it is takes the place of the one its client has",
    patches: [
      {
        file: "src/session/sessions.ts",
        find: "pipe(take(1), takeUntil(connection.closed$)))",
        replace: "pipe(take(1)))",
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
        find: "for (const old of before) if (!shares(clientOf(old), clientOf(line))) this.#replace(old, line);",
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

import { setImmediate as nextTurn, setInterval as ticks } from "node:timers/promises";
import { heated, liveNotes, retitled, type Step } from "../workloads/live-notes.ts";
import type { OpenLiveServer, Question } from "./live-server.ts";
import { oursServer } from "./ours-server.ts";
import { socketIoServer } from "./socket-io-server.ts";
import { wsServer } from "./ws-server.ts";

const kinds = new Map<string, OpenLiveServer>([
  ["ours", oursServer],
  ["socket.io", socketIoServer(false)],
  ["socket.io recovery", socketIoServer(true)],
]);

const kind = process.argv[2] ?? "";
let state = liveNotes();
let changes = 0;
const server = await (kinds.get(kind) ?? wsServer(kind))(state);

function step(make: (before: typeof state, count: number) => Step): void {
  const next = make(state, (changes += 1));
  state = next.state;
  server.publish(next);
}

async function repeat(make: (before: typeof state, count: number) => Step, count: number, perSecond?: number) {
  let done = 0;
  const begin = performance.now();
  if (perSecond === undefined) for (; done < count; done += 1) await nextTurn().then(() => step(make));
  else
    for await (const _ of ticks(1)) {
      const due = Math.min(count, Math.floor(((performance.now() - begin) * perSecond) / 1_000));
      for (; done < due; done += 1) step(make);
      if (done === count) break;
    }
  return count;
}

async function answer(question: Question): Promise<number> {
  switch (question.ask) {
    case "cpu": {
      const { user, system } = process.cpuUsage();
      return user + system;
    }
    case "memory": {
      for (let i = 0; i < 3; i += 1) {
        await nextTurn();
        globalThis.gc?.();
      }
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    }
    case "lines":
      return server.lines;
    case "retitle":
      return repeat(retitled, question.count, question.perSecond);
    case "heat":
      await repeat(heated, question.count, question.perSecond);
      return state.at;
  }
}

process.on("message", (question: Question) => {
  void answer(question).then((number) => process.send?.(number));
});
process.on("disconnect", () => process.exit());
process.send?.(server.port);

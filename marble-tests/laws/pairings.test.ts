import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { BehaviorSubject } from "rxjs";
import { action, actions, sync, synced, syncKey, task, tasks, writes } from "ws-sync-rx";
import { unknownToOriginals } from "../part-a.ts";
import { Stage } from "../stage.ts";

interface Doc {
  readonly title: string;
  readonly rows: readonly string[];
}
const DOC = syncKey<Doc, { push(args: { row: string }): void }, { wait(args: object): void }>("DOC");
const START: Doc = { title: "a title that is long enough for a change inside it to be worth an operation", rows: [] };

type Act = "server" | "text" | "write" | "call" | "task" | "fetch" | "send" | "drop" | "restart" | "drain" | "badFrame";
const act = fc.constantFrom<Act>(
  "server",
  "text",
  "write",
  "write",
  "call",
  "task",
  "fetch",
  "send",
  "drop",
  "restart",
  "drain",
  "badFrame",
);
const schedule = fc.array(fc.tuple(fc.oneof(fc.nat(60), fc.nat(3_000)), act), { minLength: 3, maxLength: 20 });

/** A server and a client through a schedule. @returns the stage, and whether the two are equal at the end */
function played(steps: readonly (readonly [number, Act])[], server: 1 | 2, client: 1 | 2) {
  const state$ = new BehaviorSubject(START);
  const push = (row: string): void => {
    state$.next({ ...state$.value, rows: [...state$.value.rows, row] });
  };
  const stage = new Stage(
    () => [
      (session) => state$.pipe(sync(session, DOC, { verifyEvery: 2 })),
      (session) => session.pipe(writes(DOC, state$)),
      (session) =>
        session.pipe(
          actions(DOC, {
            push: ({ row }) => {
              push(row);
            },
          }),
        ),
      (session) => session.pipe(tasks(DOC, { wait: () => new BehaviorSubject(1) })),
    ],
    { speaks: server, latency: 15, grace: 100 },
  );
  const actor = stage.client("c", { version: client });
  const copy = synced<Doc>(actor.session, DOC, START);
  copy.subscribe();
  const ignored = { error: () => undefined };
  const does: Record<Act, () => void> = {
    server: () => {
      push("of the server");
    },
    text: () => {
      state$.next({ ...state$.value, title: `${state$.value.title} and more` });
    },
    write: () => void copy.write((doc) => ({ ...doc, title: `${doc.title}!`, rows: doc.rows.slice(1) })),
    call: () => action(actor.session, DOC, "push", { row: "called" }).subscribe(ignored),
    task: () => {
      task(actor.session, DOC, "wait", {}).subscribe(ignored).unsubscribe();
    },
    fetch: () => {
      copy.fetch();
    },
    send: () => {
      copy.send();
    },
    drop: () => {
      actor.cut();
    },
    restart: () => {
      stage.crash();
      stage.start();
    },
    drain: () => {
      stage.drain();
      stage.wait(200);
      stage.crash();
      stage.start();
    },
    badFrame: () => {
      actor.line?.next({ type: "_PATCH:DOC", data: { deep: Array.from({ length: 10_001 }, () => 0) } });
    },
  };
  for (const [ms, what] of steps) {
    stage.wait(ms);
    does[what]();
  }
  stage.wait(120_000);
  const isEqual = JSON.stringify(copy.value) === JSON.stringify(state$.value);
  stage.end();
  return { stage, isEqual };
}

describe("four pairings", () => {
  it.each<[1 | 2, 1 | 2]>([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
  ])(
    "a server of version %i and a client of version %i end equal; an original peer never sees a byte of version 2",
    (server, client) => {
      let versionTwo = 0;
      fc.assert(
        fc.property(schedule, (steps) => {
          const { stage, isEqual } = played(steps, server, client);
          expect(isEqual).toBe(true);
          const unknown = stage.log
            .filter(({ what }) => what.startsWith("{"))
            .flatMap(({ what }) => unknownToOriginals(what));
          if (server === 2 && client === 2) versionTwo += unknown.length;
          else expect(unknown).toEqual([]);
        }),
        { seed: 20_261_123, numRuns: Number(process.env["SCHEDULES"] ?? 100) },
      );
      expect(versionTwo > 0).toBe(server === 2 && client === 2);
    },
  );
});

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { filter, firstValueFrom, lastValueFrom, type Observable, Subscription } from "rxjs";
import { action, synced, type Synced } from "ws-sync-rx";
import { backoff, connect, join as joinSession, Session, userSession } from "ws-sync-rx/client";
import { WebSocket } from "ws";
import { random } from "../fuzz/random.ts";
import { BOARD, type Board, NO_BOARD } from "./board.ts";
import { Lane } from "./lane.ts";
import { Program } from "./program.ts";
import type { ServerCalls } from "./server-program.ts";

const PATIENCE = 120_000;
const CLIENTS = 8;

interface Client {
  readonly session: Session;
  readonly board: Synced<Board>;
}

/** Each edits rows of its own: none of these is in another's way. */
function edit(at: number, text: string): (board: Board) => Board {
  return (board) => ({ ...board, rows: board.rows.map((row, index) => (index === at ? { ...row, text } : row)) });
}

describe("a server process that is told to stop", () => {
  let folder: string;
  let lives: Subscription;
  let port: number;
  let started: Program<ServerCalls>[];

  /** @param grace ms that requests have to be answered: as long as it takes, where it counts that they are */
  const start = async (grace = PATIENCE): Promise<Program<ServerCalls>> => {
    const program = new Program<ServerCalls>(resolve("build/chaos/server-program.js"), {
      CHAOS_JOURNAL: join(folder, "journal.jsonl"),
      CHAOS_GRACE: String(grace),
    });
    started.push(program);
    port = await program.call("port", undefined);
    return program;
  };

  /** A client that has seen the state. */
  const client = async (name: string, url: () => string): Promise<Client> => {
    const session = new Session();
    const board = synced(session, BOARD, NO_BOARD);
    lives.add(session.run(userSession(() => ({ user: "u", session: name }))).subscribe());
    lives.add(board.subscribe());
    const lines$ = connect(url, { WebSocketCtor: WebSocket }).pipe(backoff({ base: 50, cap: 500 }));
    lives.add(lines$.pipe(joinSession(session)).subscribe());
    await firstValueFrom(board.pipe(filter(({ rows }) => rows.length > 0)));
    return { session, board };
  };
  const direct = (): string => `ws://127.0.0.1:${port}/`;

  /** Waits until the server has it: it has answered a request that was sent behind it. */
  const arrived = async ({ session }: Client, token: string): Promise<unknown> =>
    lastValueFrom(action(session, BOARD, "count", { token }));

  const outcome = (asked$: Observable<unknown>): Promise<unknown> => lastValueFrom(asked$, { defaultValue: undefined });

  beforeAll(() => {
    execFileSync(process.execPath, ["scripts/chaos.mjs", "--bundle"], { stdio: "inherit" });
  }, PATIENCE);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "chaos-"));
    lives = new Subscription();
    started = [];
  });
  afterEach(() => {
    lives.unsubscribe();
    for (const program of started) program.signal("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    "answers what it is serving, gives back what comes, ends by itself, and the next one does the rest",
    async () => {
      const first = await start();
      const clients = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(`s${index}`, direct)));
      const results: Promise<unknown>[] = [];
      for (const [index, { session, board }] of clients.entries()) {
        results.push(outcome(action(session, BOARD, "slow", { token: `slow ${index}` })));
        results.push(outcome(board.write(edit(index, `row ${index}`))));
      }
      await Promise.all(clients.map((each, index) => arrived(each, `arrived ${index}`)));

      first.signal("SIGTERM");
      const draining = clients.map(({ session }) => firstValueFrom(session.on("_DRAIN")));
      const late = clients.map(async ({ session, board }, index) => {
        await draining[index];
        return Promise.all([
          outcome(action(session, BOARD, "count", { token: `late ${index}` })),
          outcome(board.write(edit(CLIENTS + index, `late ${index}`))),
        ]);
      });

      expect(await first.exited).toEqual({ code: 0, signal: null });
      const second = await start();
      await Promise.all([...results, ...late]);
      const { board, counts } = await second.call("truth", undefined);
      const names = ["slow", "arrived", "late"].flatMap((kind) => clients.map((_, index) => `${kind} ${index}`));
      expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
      const rows = ["row", "late"].flatMap((kind) => clients.map((_, index) => `${kind} ${index}`));
      expect(board.rows.slice(0, 2 * CLIENTS).map(({ text }) => text)).toEqual(rows);
    },
    PATIENCE,
  );

  it(
    "ends by itself although one client hears nothing any more and another never said a word",
    async () => {
      const first = await start(1_000);
      const lane = new Lane("deaf", random(1), () => port);
      const lanePort = await lane.open();
      lives.add(() => lane.close());
      await client("deaf", () => `ws://127.0.0.1:${lanePort}/`);
      await client("well", direct);
      const silent = connectTcp(port, "127.0.0.1");
      silent.on("error", () => undefined);
      lives.add(() => silent.destroy());
      await once(silent, "connect");
      lane.change({ hole: true });

      first.signal("SIGTERM");
      expect(await first.exited).toEqual({ code: 0, signal: null });
    },
    PATIENCE,
  );
});

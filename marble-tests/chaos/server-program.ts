import { fromEvent, ignoreElements, map, merge, mergeMap, share, take, tap, timer } from "rxjs";
import { actions, CallRefused, CloseCode, type Pipeline, publish, tasks, writes } from "ws-sync-rx";
import { listen, type ServerConnection, sessions } from "ws-sync-rx/server";
import { type Board, BOARD } from "./board.ts";
import { serveCalls } from "./calls.ts";
import { fingerprint } from "./fingerprint.ts";
import { Journal } from "./journal.ts";

// The server under test, as a user would write it, in a process of its own. CHAOS_JOURNAL names the file that outlives it, CHAOS_GRACE the ms that
// requests have to be answered when it stops. It ends by itself
// after SIGTERM, once everything is drained: nothing here calls process.exit.

/** A line that this server has cut because it heard nothing. */
export interface HeartbeatClose {
  /** the client's name */
  readonly client: string;
  /** ms since the epoch */
  readonly at: number;
}

const { CHAOS_JOURNAL = "journal.jsonl", CHAOS_GRACE = "2000" } = process.env;
const journal = new Journal(CHAOS_JOURNAL);
const heartbeatCloses: HeartbeatClose[] = [];
/** asked to stop, or left alone by the process that started it */
const stop$ = merge(fromEvent(process, "SIGTERM"), fromEvent(process, "disconnect")).pipe(take(1), share());

function check(next: Board): Board {
  if (next.title.startsWith("!")) throw new RangeError("A title does not start with an exclamation mark.");
  return next;
}

const pipelines: readonly Pipeline[] = [
  publish(BOARD, journal.board$, { verifyEvery: 50 }),
  (session) => session.pipe(writes(BOARD, journal, { allow: ([member]) => member !== "locked", check })),
  (session) =>
    session.pipe(
      actions(BOARD, {
        count: ({ token }) => journal.count(token),
        slow: ({ token }) => timer(300).pipe(map(() => journal.count(token))),
        refuse: () => {
          throw new CallRefused("This is refused to everybody.", "forbidden");
        },
      }),
    ),
  (session) =>
    session.pipe(
      tasks(
        BOARD,
        { work: ({ token }) => timer(400).pipe(map(() => journal.count(token))) },
        { flatten: { work: "merge" } },
      ),
    ),
];

const port = new Promise<number>((resolve) => {
  listen({
    port: 0,
    host: "127.0.0.1",
    origins: "any",
    heartbeat: { interval: 6_000, timeout: 6_000 },
    listeningObserver: { next: ({ port }) => resolve(port) },
    stop$,
  })
    .pipe(
      tap((connection) => watch(connection)),
      sessions({ ttl: 60_000, stop$, grace: Number(CHAOS_GRACE), spread: 1_000 }),
      mergeMap((session) => merge(session.run(...pipelines), session.errors$.pipe(ignoreElements()))),
    )
    .subscribe();
});

function watch({ request, closed$ }: ServerConnection): void {
  closed$.subscribe(({ code }) => {
    const client = new URL(request.url ?? "/", "http://server").searchParams.get("client") ?? "";
    if (code === CloseCode.heartbeat) heartbeatCloses.push({ client, at: Date.now() });
  });
}

/** What the program may be asked. */
export interface ServerCalls {
  port(): Promise<number>;
  /** Puts the last word into the state. @returns a fingerprint of it */
  mark(args: { readonly marker: string }): Promise<string>;
  truth(): Promise<{ readonly board: Board; readonly counts: readonly (readonly [string, number])[] }>;
  usage(): Promise<{ readonly rss: number; readonly heartbeatCloses: readonly HeartbeatClose[] }>;
}

serveCalls<ServerCalls>({
  port: () => port,
  mark: async ({ marker }) => {
    journal.next({ ...journal.value, marker });
    return fingerprint(journal.value);
  },
  truth: async () => ({ board: journal.value, counts: [...journal.counts] }),
  usage: async () => ({ rss: process.resourceUsage().maxRSS, heartbeatCloses }),
});

// the channel to the parent would keep the process alive
stop$.subscribe(() => {
  if (process.connected) process.disconnect();
});

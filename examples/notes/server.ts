import { createServer, type IncomingMessage } from "node:http";
import { BehaviorSubject, ignoreElements, merge, mergeMap, tap, throttleTime } from "rxjs";
import { fromServer, isAllowedOrigin, sessions } from "ws-sync-rx/server";
import { WebSocketServer } from "ws";
import { firstNotes } from "./first-notes.ts";
import { notesPipelines } from "./notes-pipelines.ts";
import { openPort } from "./open-port.ts";
import { pageFiles } from "./page-files.ts";

const { NOTES_FILE } = process.env;

const notes$ = new BehaviorSubject(await firstNotes(NOTES_FILE));
const server = createServer(await pageFiles(process.argv[2] ?? "page"));
const sockets = new WebSocketServer({
  server,
  path: "/ws",
  maxPayload: 65_536,
  perMessageDeflate: false,
  handleProtocols: () => false,
  verifyClient: ({ req }: { readonly req: IncomingMessage }, answer: (allowed: boolean, code: number) => void) => {
    answer(isAllowedOrigin(req.headers, "same"), 403);
  },
});

const pipelines = notesPipelines(notes$);
const running = fromServer(sockets)
  .pipe(
    sessions({ ttl: 60_000 }),
    mergeMap((session) =>
      merge(
        session.run(...pipelines),
        session.errors$.pipe(
          throttleTime(1_000),
          tap(({ message }) => {
            console.error(message);
          }),
          ignoreElements(),
        ),
      ),
    ),
  )
  .subscribe();

openPort("Notes", server, sockets, running);

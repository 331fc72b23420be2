import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { BehaviorSubject, ignoreElements, merge, mergeMap, tap, throttleTime } from "rxjs";
import { fromServer, isAllowedOrigin, sessions } from "ws-sync-rx/server";
import { WebSocketServer } from "ws";
import { firstNotes } from "./first-notes.ts";
import { notesPipelines } from "./notes-pipelines.ts";
import { pageFiles } from "./page-files.ts";

const { HOST = "127.0.0.1", PORT = "8000", NOTES_FILE } = process.env;

const notes$ = new BehaviorSubject(await firstNotes(NOTES_FILE));
const server = createServer(await pageFiles(process.argv[2] ?? "page"));
const sockets = new WebSocketServer({
  server,
  path: "/ws",
  maxPayload: 65_536,
  perMessageDeflate: false,
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

// an error of the HTTP server is told to its WebSocket server as well; without a listener there it would end the process twice
sockets.on("error", () => undefined);
server.on("error", (error) => {
  console.error(`notes: ${error.message}. Choose another address with HOST and PORT.`);
  process.exitCode = 1;
  running.unsubscribe();
});
server.listen(Number(PORT), HOST, () => {
  const { address, family, port } = server.address() as AddressInfo;
  console.log(`Notes: http://${family === "IPv6" ? `[${address}]` : address}:${port}/`);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    running.unsubscribe();
    sockets.close();
    server.close();
    server.closeAllConnections();
  });
}

import { createServer, type IncomingMessage } from "node:http";
import { ignoreElements, tap, throttleTime } from "rxjs";
import { UNSAFE_ORIGINAL_FRAME_LIMITS } from "ws-sync-rx";
import { fromServer, isAllowedOrigin } from "ws-sync-rx/server";
import { WebSocketServer } from "ws";
import { openPort } from "../notes/open-port.ts";
import { pageFiles } from "../notes/page-files.ts";
import { interopRoutes, pathOf, routeOf } from "./interop-routes.ts";

// Pages of other origins may connect, and frames may be large: the pages of the original are served from elsewhere.
const limits = UNSAFE_ORIGINAL_FRAME_LIMITS;
const server = createServer(await pageFiles(process.argv[2] ?? "page"));
const sockets = new WebSocketServer({
  server,
  handleProtocols: () => false,
  maxPayload: limits.text * 4,
  verifyClient: (
    { req }: { readonly req: IncomingMessage },
    answer: (taken: boolean, status?: number) => void,
  ): void => {
    answer(routeOf(pathOf(req.url)) !== undefined && isAllowedOrigin(req.headers, "any"), 403);
  },
});

const running = interopRoutes(fromServer(sockets, { limits }))
  .pipe(
    throttleTime(1_000),
    tap(({ message }) => {
      console.error(message);
    }),
    ignoreElements(),
  )
  .subscribe();

openPort("Interop", server, sockets, running);

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { ignoreElements, tap, throttleTime } from "rxjs";
import { UNSAFE_ORIGINAL_FRAME_LIMITS } from "ws-sync-rx";
import { fromServer, isAllowedOrigin } from "ws-sync-rx/server";
import { WebSocketServer } from "ws";
import { pageFiles } from "../notes/page-files.ts";
import { interopRoutes, pathOf, routeOf } from "./interop-routes.ts";

const { HOST = "127.0.0.1", PORT = "8000" } = process.env;

// Pages of other origins may connect, and frames may be large: the pages of the original are served from elsewhere.
const limits = UNSAFE_ORIGINAL_FRAME_LIMITS;
const server = createServer(await pageFiles(process.argv[2] ?? "page"));
const sockets = new WebSocketServer({
  server,
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

// an error of the HTTP server is told to its WebSocket server as well; without a listener there it would end the process twice
sockets.on("error", () => undefined);
server.on("error", (error) => {
  console.error(`interop: ${error.message}. Choose another address with HOST and PORT.`);
  process.exitCode = 1;
  running.unsubscribe();
});
server.listen(Number(PORT), HOST, () => {
  const { address, family, port } = server.address() as AddressInfo;
  console.log(`Interop: http://${family === "IPv6" ? `[${address}]` : address}:${port}/`);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    running.unsubscribe();
    sockets.close();
    server.close();
    server.closeAllConnections();
  });
}

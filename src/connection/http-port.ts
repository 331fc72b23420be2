import { createServer, type Server } from "node:http";

/** bytes of the headers of a request */
const MOST_HEADERS = 8_192;
/** ms in which a request has to have come in */
const REQUEST_TIMEOUT = 10_000;
/** ms between two looks for requests that take longer */
const LOOK = 5_000;

/**
 * An HTTP server that has nothing but upgrades to offer: everything else is answered with 426. Its limits are tighter than those of Node (16 KiB,
 * 60 s), since all that comes is one request with few headers.
 */
export function httpPort(): Server {
  return createServer(
    {
      maxHeaderSize: MOST_HEADERS,
      headersTimeout: REQUEST_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      connectionsCheckingInterval: LOOK,
    },
    (_request, response) => {
      response.writeHead(426, { "Content-Type": "text/plain", Upgrade: "websocket", Connection: "close" });
      response.end("Upgrade Required");
    },
  );
}

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Subscription } from "rxjs";
import type { WebSocketServer } from "ws";

const { HOST = "127.0.0.1", PORT = "8000" } = process.env;

/**
 * Opens the port of an example, where `HOST` and `PORT` say, prints the address of its page, and ends all of it on SIGINT and SIGTERM.
 *
 * @param name of the example, for what it prints
 * @param running what the example does; over when it stops, and when the port cannot be opened
 */
export function openPort(name: string, server: Server, sockets: WebSocketServer, running: Subscription): void {
  // an error of the HTTP server is told to its WebSocket server as well; without a listener there it would end the process twice
  sockets.on("error", () => undefined);
  server.on("error", (error) => {
    console.error(`${name}: ${error.message}. Choose another address with HOST and PORT.`);
    process.exitCode = 1;
    running.unsubscribe();
  });
  server.listen(Number(PORT), HOST, () => {
    const { address, family, port } = server.address() as AddressInfo;
    console.log(`${name}: http://${family === "IPv6" ? `[${address}]` : address}:${port}/`);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      running.unsubscribe();
      sockets.close();
      server.close();
      server.closeAllConnections();
    });
  }
}

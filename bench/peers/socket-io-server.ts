import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OpenLiveServer } from "./live-server.ts";
import { peer } from "./peer.ts";

interface ServerSocket {
  on(event: "echo", handler: (args: unknown, acknowledge: (result: unknown) => void) => void): void;
}
interface SocketIo {
  readonly Server: new (
    http: ReturnType<typeof createServer>,
    options: object,
  ) => {
    readonly engine: { readonly clientsCount: number };
    on(event: "connection", handler: (socket: ServerSocket) => void): void;
    emit(event: string, data: unknown): void;
  };
}

/**
 * Socket.IO, which sends the patches it is given.
 *
 * @param recovers whether what was missed is kept for two minutes and sent to those who come back (its connection state recovery)
 */
export function socketIoServer(recovers: boolean): OpenLiveServer {
  return async () => {
    const socketIo = await peer<SocketIo>("socket.io");
    if (socketIo === undefined) throw new Error("socket.io is not installed");
    const http = createServer();
    const io = new socketIo.Server(http, {
      transports: ["websocket"],
      serveClient: false,
      ...(recovers ? { connectionStateRecovery: { maxDisconnectionDuration: 120_000 } } : {}),
    });
    io.on("connection", (socket) => {
      socket.on("echo", (args, acknowledge) => {
        acknowledge(args);
      });
    });
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    const { port } = http.address() as AddressInfo;
    return {
      port,
      get lines() {
        return io.engine.clientsCount;
      },
      publish: ({ operations }) => io.emit("patch", operations),
    };
  };
}

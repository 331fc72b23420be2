import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Bytes that went over a line, as TCP carries them: the HTTP handshake, frames and their headers. */
export interface Carried {
  /** the server's answer to the handshake */
  readonly handshake: number;
  /** everything the server sent behind it */
  readonly down: number;
  /** everything the client sent behind its handshake */
  readonly up: number;
}

/** Stands between a client and a server, counts what goes by, and cuts the line. */
export class Relay {
  readonly #server: Server;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #line = { down: new Counter(), up: new Counter() };

  private constructor(port: number) {
    this.#port = port;
    this.#server = createServer((client) => {
      this.#carry(client);
    });
  }

  static async before(port: number): Promise<Relay> {
    const relay = new Relay(port);
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What the present line, or the last one, has carried so far. */
  get carried(): Carried {
    const { down, up } = this.#line;
    return { handshake: down.head, down: down.body, up: up.body };
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #carry(client: Socket): void {
    const server = connect(this.#port, "127.0.0.1");
    const { down, up } = (this.#line = { down: new Counter(), up: new Counter() });
    client.on("data", (chunk) => {
      up.add(chunk);
    });
    server.on("data", (chunk) => {
      down.add(chunk);
    });
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        client.destroy();
        server.destroy();
        this.#sockets.delete(socket);
      });
    }
  }
}

/** Tells the head of an HTTP message from what follows. */
class Counter {
  #text = "";
  head = 0;
  body = 0;

  add(chunk: Buffer): void {
    if (this.head > 0) {
      this.body += chunk.length;
      return;
    }
    this.#text += chunk.toString("latin1");
    const end = this.#text.indexOf("\r\n\r\n");
    if (end === -1) return;
    this.head = end + 4;
    this.body = this.#text.length - this.head;
  }
}

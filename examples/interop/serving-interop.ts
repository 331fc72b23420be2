import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { firstValueFrom, type Observable, Subject, type Subscription } from "rxjs";
import { UNSAFE_ORIGINAL_FRAME_LIMITS } from "ws-sync-rx";
import { fromServer } from "ws-sync-rx/server";
import { WebSocketServer } from "ws";
import { interopRoutes } from "./interop-routes.ts";
import { RawClient } from "./raw-client.ts";

/** How many states a new line is sent. */
export const INIT_FRAMES = 6;

/** The interop server on a real socket, for the length of a `describe`. */
export class ServingInterop {
  readonly #http: Server = createServer();
  readonly #sockets = new WebSocketServer({ server: this.#http });
  readonly #errors$ = new Subject<Error>();
  readonly errors$: Observable<Error> = this.#errors$.asObservable();
  #clients: RawClient[] = [];
  #running: Subscription | undefined;
  #rooms = 0;

  constructor() {
    beforeAll(async () => {
      const connections$ = fromServer(this.#sockets, { limits: UNSAFE_ORIGINAL_FRAME_LIMITS });
      this.#running = interopRoutes(connections$).subscribe(this.#errors$);
      this.#http.listen(0, "127.0.0.1");
      await once(this.#http, "listening");
    });
    afterEach(async () => {
      const clients = this.#clients.splice(0);
      for (const { socket } of clients) socket.terminate();
      await Promise.all(clients.map(({ closed }) => closed));
    });
    afterAll(() => {
      this.#running?.unsubscribe();
      this.#sockets.close();
      this.#http.close();
    });
  }

  /** A client on any line. */
  connect(path: string): RawClient {
    const { port } = this.#http.address() as AddressInfo;
    const client = new RawClient(`ws://127.0.0.1:${port}${path}`);
    this.#clients.push(client);
    return client;
  }

  /** The path of the room that was entered last. */
  get room(): string {
    return `/room/${this.#rooms}`;
  }

  /** A client in a room of its own that has been sent the states. */
  async inRoom(): Promise<RawClient> {
    this.#rooms += 1;
    const client = this.connect(this.room);
    await client.take(INIT_FRAMES);
    return client;
  }

  /** The next thing that goes wrong. */
  nextError(): Promise<Error> {
    return firstValueFrom(this.#errors$, { defaultValue: new Error("nothing went wrong") });
  }
}

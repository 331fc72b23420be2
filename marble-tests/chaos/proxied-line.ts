import { connect, type Socket } from "node:net";
import type { Random } from "../fuzz/random.ts";
import { Flow } from "./flow.ts";
import type { Weather } from "./weather.ts";

/** The weather of both directions. */
export interface BothWays {
  /** from the client to the server */
  readonly up: Weather;
  /** from the server to the client */
  readonly down: Weather;
}

/** One accepted connection and the one it was forwarded to. */
export class ProxiedLine {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #weather: BothWays;
  readonly #flows: readonly Flow[];
  #over = false;

  /** @param gone runs once, when both ends are over */
  constructor(client: Socket, port: number, weather: BothWays, random: Random, gone: () => void) {
    const server = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
    client.setNoDelay(true);
    this.#client = client;
    this.#server = server;
    this.#weather = weather;
    const cut = (): void => {
      this.reset();
    };
    this.#flows = [
      new Flow(client, server, weather.up, random, cut),
      new Flow(server, client, weather.down, random, cut),
    ];
    let open = 2;
    for (const [socket, hole] of [
      [client, weather.up],
      [server, weather.down],
    ] as const) {
      // "close" follows, and says all
      socket.on("error", () => undefined);
      socket.on("close", (hadError) => {
        open -= 1;
        if (open === 0) this.#end(gone);
        // in a hole nobody hears of it until it is over
        else if (hadError && !hole.hole) this.reset();
      });
    }
  }

  /** The weather has changed. */
  pump(): void {
    const { up, down } = this.#weather;
    // what ended in the hole is heard of now
    if ((!up.hole && this.#client.destroyed) || (!down.hole && this.#server.destroyed)) this.reset();
    else for (const flow of this.#flows) flow.pump();
  }

  /** RST to both ends; what is under way is lost. */
  reset(): void {
    for (const flow of this.#flows) flow.stop();
    for (const socket of [this.#client, this.#server]) {
      if (socket.connecting) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  /** FIN to both ends, without a word before; what is under way is lost. */
  finish(): void {
    for (const flow of this.#flows) flow.stop();
    for (const socket of [this.#client, this.#server]) {
      socket.end();
      // whoever still sends learns that nobody is there
      socket.resume();
      socket.setTimeout(1_000, () => socket.destroy());
    }
  }

  /** One end hears that it is over, the other hears nothing ever again. */
  forget(end: "client" | "server"): void {
    for (const flow of this.#flows) flow.stop();
    const [told, untold] = end === "client" ? [this.#server, this.#client] : [this.#client, this.#server];
    told.resetAndDestroy();
    untold.resume();
    untold.once("end", () => untold.destroy());
  }

  #end(gone: () => void): void {
    if (this.#over) return;
    this.#over = true;
    for (const flow of this.#flows) flow.stop();
    gone();
  }
}

import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Random } from "../fuzz/random.ts";
import { ProxiedLine } from "./proxied-line.ts";
import { fairWeather, type Weather } from "./weather.ts";

/** The way of one client to the server: a port of its own, whose weather is one client's misfortune. */
export class Lane {
  readonly #random: Random;
  readonly #upstream: () => number;
  readonly #server: Server;
  readonly #lines = new Set<ProxiedLine>();
  readonly up = fairWeather();
  readonly down = fairWeather();
  /** whether every new line is reset at once */
  refuses = false;

  /**
   * @param name of its client
   * @param upstream the port of the server there is now
   */
  constructor(
    readonly name: string,
    random: Random,
    upstream: () => number,
  ) {
    this.#random = random;
    this.#upstream = upstream;
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: false }, (socket) => {
      this.#accept(socket);
    });
  }

  /** Opens its port. @returns it */
  async open(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  /** Changes the weather of either direction. */
  change(up: Partial<Weather>, down: Partial<Weather> = up): void {
    Object.assign(this.up, up);
    Object.assign(this.down, down);
    for (const line of this.#lines) line.pump();
  }

  /** Everything is well again. */
  heal(): void {
    this.refuses = false;
    this.change(fairWeather());
  }

  /** Does something to the lines there are now. */
  each(work: (line: ProxiedLine) => void): void {
    for (const line of [...this.#lines]) work(line);
  }

  /** Closes the port and resets what is left. */
  close(): void {
    this.#server.close();
    this.each((line) => line.reset());
  }

  #accept(socket: Socket): void {
    if (this.refuses) {
      socket.on("error", () => undefined);
      socket.resetAndDestroy();
      return;
    }
    const weather = { up: this.up, down: this.down };
    const line: ProxiedLine = new ProxiedLine(socket, this.#upstream(), weather, this.#random, () => {
      this.#lines.delete(line);
    });
    this.#lines.add(line);
  }
}

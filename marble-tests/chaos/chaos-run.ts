import { join } from "node:path";
import { inputSeed, random } from "../fuzz/random.ts";
import { ChaosBrowser } from "./chaos-browser.ts";
import type { ClientReport, Seat } from "./chaos-client.ts";
import type { ClientCalls } from "./client-program.ts";
import type { FleetCalls } from "./fleet.ts";
import { type Injected, misfortune } from "./lane-faults.ts";
import { Lane } from "./lane.ts";
import { Program } from "./program.ts";
import type { ServerHost } from "./server-host.ts";

/** A run's size. */
export interface ChaosOptions {
  readonly seed: number;
  /** clients in processes of Node */
  readonly clients: number;
  /** browsers, with a client each */
  readonly browsers: number;
  /** ms between two requests of a client, on average */
  readonly rest: number;
  /** ms between two faults on a lane, on average */
  readonly calm: number;
  /** where the bundles are */
  readonly built: string;
}

/** processes that the clients of Node are spread over */
const PROCESSES = 2;
/** every so many clients, one shares the session of the one before it */
const PAIRS = 10;

/** Whoever has clients: a process or a page. */
interface Home {
  readonly seats: Seat[];
  call<Name extends keyof FleetCalls>(
    name: Name,
    args: Parameters<FleetCalls[Name]>[0],
  ): Promise<Awaited<ReturnType<FleetCalls[Name]>>>;
}

/** All clients, each behind a lane of its own. */
export class ChaosRun {
  readonly #options: ChaosOptions;
  readonly #host: ServerHost;
  readonly #lanes: Lane[] = [];
  readonly #processes: Program<ClientCalls>[] = [];
  readonly #browsers: ChaosBrowser[] = [];
  readonly #homes: Home[] = [];
  #stops: (() => void)[] = [];
  #ending = false;
  readonly injected: Injected[];
  readonly problems: string[] = [];

  /** @param injected takes what goes wrong */
  constructor(options: ChaosOptions, host: ServerHost, injected: Injected[]) {
    this.#options = options;
    this.#host = host;
    this.injected = injected;
  }

  /** Opens everything. @returns when every client has seen the state */
  async begin(): Promise<void> {
    const { clients, browsers } = this.#options;
    for (let index = 0; index < Math.min(PROCESSES, clients); index += 1) {
      const program = new Program<ClientCalls>(this.#built("client-program"));
      void program.exited.then((exit) => {
        if (!this.#ending) this.problems.push(`a process with clients ended: ${JSON.stringify(exit)}`);
      });
      this.#processes.push(program);
      this.#homes.push({ seats: [], call: (name, args) => program.call(name, args) });
    }
    for (let index = 0; index < browsers; index += 1) {
      const browser = await ChaosBrowser.open(this.#built("page-program"));
      this.#browsers.push(browser);
      this.#homes.push({ seats: [], call: (name, args) => browser.call(name, args) });
    }
    const inProcesses = this.#homes.slice(0, PROCESSES);
    const inBrowsers = this.#homes.slice(-browsers);
    for (let index = 0; index < clients + browsers; index += 1) {
      const home = index < clients ? inProcesses[index % inProcesses.length] : inBrowsers[index - clients];
      home?.seats.push(await this.#seat(index, index < clients ? `c${index}` : `b${index - clients}`));
    }
    await Promise.all(this.#homes.map((home) => home.call("begin", { seats: home.seats })));
  }

  /** From now on things go wrong. */
  strike(): void {
    const { seed, calm } = this.#options;
    this.#stops = this.#lanes.map((lane, index) =>
      misfortune(lane, random(inputSeed(seed, 1_000 + index)), calm, (injected) => this.injected.push(injected)),
    );
  }

  /** Nothing goes wrong any more. */
  heal(): void {
    for (const stop of this.#stops) stop();
    for (const lane of this.#lanes) lane.heal();
  }

  /** @returns when nobody has anything left without an outcome */
  async stop(): Promise<void> {
    await Promise.all(this.#homes.map((home) => home.call("stop", undefined)));
  }

  /** What each client waits for, one a line. */
  async waiting(): Promise<readonly string[]> {
    const all = await Promise.all(this.#homes.map((home) => home.call("waiting", undefined)));
    return all.flatMap((waiting) => Object.entries(waiting).map(([name, what]) => `${name}: ${what}`));
  }

  /** @returns fingerprints of what each client shows, once it has the last word */
  async seen(marker: string, ms: number): Promise<readonly (readonly [string, string])[]> {
    const all = await Promise.all(this.#homes.map((home) => home.call("seen", { marker, ms })));
    return all.flatMap((seen) => Object.entries(seen));
  }

  /** What one client shows. */
  async board(name: string): Promise<unknown> {
    const home = this.#homes.find(({ seats }) => seats.some((seat) => seat.name === name));
    return home?.call("board", { name });
  }

  async reports(): Promise<readonly ClientReport[]> {
    return (await Promise.all(this.#homes.map((home) => home.call("report", undefined)))).flat();
  }

  /** Kilobytes, the most that each process with clients had. */
  async rss(): Promise<readonly number[]> {
    return Promise.all(this.#processes.map((program) => program.call("rss", undefined)));
  }

  async close(): Promise<void> {
    this.#ending = true;
    this.heal();
    this.problems.push(...this.#browsers.flatMap(({ problems }) => problems));
    for (const program of this.#processes) program.signal("SIGKILL");
    await Promise.all([
      ...this.#processes.map(({ exited }) => exited),
      ...this.#browsers.map((browser) => browser.close()),
    ]);
    for (const lane of this.#lanes) lane.close();
  }

  #built(name: string): string {
    return join(this.#options.built, `${name}.js`);
  }

  async #seat(index: number, name: string): Promise<Seat> {
    const { seed, clients, browsers, rest } = this.#options;
    const lane = new Lane(name, random(inputSeed(seed, 2_000 + index)), () => this.#host.port);
    this.#lanes.push(lane);
    const port = await lane.open();
    return {
      name,
      session: `s${index % PAIRS === 1 ? index - 1 : index}`,
      url: `ws://127.0.0.1:${port}/?client=${name}`,
      seed: inputSeed(seed, 3_000 + index),
      index,
      clients: clients + browsers,
      rest,
    };
  }
}

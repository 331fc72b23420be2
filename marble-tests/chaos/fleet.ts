import type { ConnectOptions } from "ws-sync-rx/client";
import type { Board } from "./board.ts";
import { ChaosClient, type ClientReport, type Seat } from "./chaos-client.ts";

/** What a program with clients may be asked. */
export interface FleetCalls {
  /** Begins with these. @returns when each of them has seen the state */
  begin(args: { readonly seats: readonly Seat[] }): Promise<void>;
  /** @returns when all have the outcomes of everything they asked for */
  stop(args: undefined): Promise<void>;
  /** @returns fingerprints of what each shows, by name, once that has the last word */
  seen(args: { readonly marker: string; readonly ms: number }): Promise<Readonly<Record<string, string>>>;
  /** What each waits for, by name. */
  waiting(args: undefined): Promise<Readonly<Record<string, string>>>;
  board(args: { readonly name: string }): Promise<Board | undefined>;
  report(args: undefined): Promise<readonly ClientReport[]>;
}

/** Some clients in one program. @param options how their lines are opened */
export function fleet(options: Partial<ConnectOptions> = {}): FleetCalls {
  const clients = new Map<string, ChaosClient>();
  const each = async <T>(work: (client: ChaosClient) => T | Promise<T>): Promise<Record<string, T>> =>
    Object.fromEntries(
      await Promise.all([...clients].map(async ([name, client]) => [name, await work(client)] as const)),
    );
  return {
    begin: async ({ seats }) => {
      for (const seat of seats) clients.set(seat.name, new ChaosClient(seat, options));
      await each((client) => client.begin());
    },
    stop: async () => {
      await each((client) => client.stop());
    },
    seen: ({ marker, ms }) => each((client) => client.seen(marker, ms)),
    waiting: () => each((client) => client.waiting),
    board: async ({ name }) => clients.get(name)?.board,
    report: async () => Object.values(await each((client) => client.report())),
  };
}

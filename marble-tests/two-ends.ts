import { merge, type SchedulerLike, type Subscription } from "rxjs";
import { type Connection, pair, Session } from "ws-sync-rx";
import { testEnv } from "ws-sync-rx/testing";

/** A server's session and a client's, with one line in memory between them. */
export interface TwoEnds {
  readonly server: Session;
  readonly client: Session;
  /** the server's end of the present line */
  readonly line: Connection;
  /** Opens a line in place of the present one. */
  dial(): void;
}

/** Two sessions, connected from the start, whose frames are under way for `latency` ms. */
export function twoEnds(scheduler: SchedulerLike, latency: number): TwoEnds {
  const env = testEnv(scheduler);
  const server = new Session({ env });
  const client = new Session({ env });
  let running: Subscription | undefined;
  const open = (): Connection => {
    const [atServer, atClient] = pair({ scheduler, latency });
    running?.unsubscribe();
    running = merge(server.attach(atServer), client.attach(atClient)).subscribe();
    return atServer;
  };
  let line = open();
  return {
    server,
    client,
    get line() {
      return line;
    },
    dial() {
      line = open();
    },
  };
}

import { act } from "@testing-library/react";
import { BehaviorSubject, merge, of, type Subscription, tap, VirtualTimeScheduler } from "rxjs";
import {
  attach,
  type Env,
  pair,
  type PairOptions,
  Session,
  type StateHolder,
  sync,
  type SyncEvent,
  type SyncKey,
  writes,
  type WritesOptions,
} from "ws-sync-rx";

/** A server's session and a client's, with a line in memory between them and a clock that a test moves. */
export interface Linked {
  readonly server: Session;
  readonly client: Session;
  /** what the client has sent, in the order of arrival */
  readonly received: readonly SyncEvent[];
  /** opens a line, in place of the one there may be, and lets the frames arrive */
  open(): void;
  /** breaks the line */
  drop(): void;
  /** lets ms of virtual time pass, and all frames arrive */
  advance(ms?: number): void;
  /** lets the server send an event */
  send(type: string, data?: unknown, bytes?: Uint8Array): void;
}

/** Two linked sessions, not connected yet. @param options `version` that their lines speak (1), `latency` of a frame in ms (0) */
export function linked({ version = 1, latency = 0 }: Pick<PairOptions, "version" | "latency"> = {}): Linked {
  const scheduler = new VirtualTimeScheduler();
  scheduler.maxFrames = 0;
  let ids = 0;
  const env: Env = { scheduler, random: () => 0.5, id: () => `id-${(ids += 1)}` };
  const server = new Session({ env });
  const client = new Session({ env });
  const received: SyncEvent[] = [];
  server.pipe(tap((event) => received.push(event))).subscribe();
  let line: Subscription | undefined;

  const advance = (ms = 0): void =>
    act(() => {
      scheduler.maxFrames += ms;
      scheduler.flush();
      scheduler.frame = scheduler.maxFrames;
    });

  return {
    server,
    client,
    received,
    advance,
    open() {
      const [atServer, atClient] = pair({ scheduler, version, latency });
      act(() => {
        const opened$ =
          version === 1
            ? merge(server.attach(atServer), client.attach(atClient))
            : merge(of(atServer).pipe(attach(server)), client.attach(atClient, { introduces: true, greeting: 1_000 }));
        const opening = opened$.subscribe();
        line?.unsubscribe();
        line = opening;
      });
      advance();
    },
    drop() {
      act(() => line?.unsubscribe());
      advance();
    },
    send(type, data, bytes) {
      server.next({ type, data, ...(bytes === undefined ? {} : { bytes }) });
      advance();
    },
  };
}

/** Lets a server keep a state and take every write to it that its options let through. */
export function serve<State>(
  { server }: Linked,
  key: SyncKey<State>,
  state: State,
  options: WritesOptions<State> = {},
): StateHolder<State> {
  const state$ = new BehaviorSubject(state);
  const taken = writes(key, state$, options);
  server.run((session) => merge(state$.pipe(sync(session, key)), session.pipe(taken))).subscribe();
  return state$;
}

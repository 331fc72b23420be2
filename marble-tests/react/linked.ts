import { act } from "@testing-library/react";
import { BehaviorSubject, merge, type Subscription, tap, VirtualTimeScheduler } from "rxjs";
import { type Env, pair, Session, type StateHolder, sync, type SyncEvent, type SyncKey, writes } from "ws-sync-rx";

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

/** Two linked sessions, not connected yet. */
export function linked(): Linked {
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
      const [atServer, atClient] = pair({ scheduler });
      act(() => {
        const opened = merge(server.attach(atServer), client.attach(atClient)).subscribe();
        line?.unsubscribe();
        line = opened;
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

/** Lets a server keep a state and take every write to it. */
export function serve<State>({ server }: Linked, key: SyncKey<State>, state: State): StateHolder<State> {
  const state$ = new BehaviorSubject(state);
  server.run((session) => merge(state$.pipe(sync(session, key)), session.pipe(writes(key, state$)))).subscribe();
  return state$;
}

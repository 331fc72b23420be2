import { EMPTY, catchError, filter, firstValueFrom, Subscription } from "rxjs";
import { WebSocket } from "ws";
import { connect, join, Session, userSession } from "../../src/client.ts";
import { synced } from "../../src/index.ts";
import type { Recovery } from "../../src/protocol/hello.ts";
import type { LiveNotes } from "../workloads/live-notes.ts";
import { NOTES } from "../peers/ours-server.ts";
import { peer } from "../peers/peer.ts";

/** A client as a user has it, which comes, is cut off, and comes again. */
export interface RealClient {
  /** comes, and waits until it has the state, or the updates it has missed */
  readonly arrive: (port: number, missed?: number) => Promise<void>;
  readonly end: () => void;
}

const NEVER_READY: Readonly<Record<string, Recovery>> = {};
const NOTHING: LiveNotes = { title: "", at: 0, notes: [] };

/** Ours, with a session and a copy of the state. */
export function oursClient(): RealClient & { readonly session: Session } {
  const session = new Session();
  const copy = synced(session, NOTES, NOTHING);
  const life = new Subscription();
  life.add(copy.subscribe());
  life.add(session.run(userSession(() => ({ user: "one", session: "one" }))).subscribe());
  let expected = 0;
  return {
    session,
    arrive: async (port, missed = 0) => {
      expected += missed;
      const ready = firstValueFrom(session.recovery$, { defaultValue: NEVER_READY });
      life.add(
        connect(`ws://127.0.0.1:${port}/`, { WebSocketCtor: WebSocket })
          .pipe(
            join(session),
            // the line is cut on purpose; whoever wants to come back says so by coming
            catchError(() => EMPTY),
          )
          .subscribe(),
      );
      const { NOTES: how } = await ready;
      await firstValueFrom(copy.pipe(filter(() => copy.position?.version === expected)), { defaultValue: NOTHING });
      if (missed > 0 && how !== "delta") throw new Error(`we recovered by ${how}`);
    },
    end: () => {
      life.unsubscribe();
      session.complete();
    },
  };
}

interface ClientSocket {
  readonly recovered: boolean;
  connect(): void;
  disconnect(): void;
  on(event: string, handler: () => void): void;
  once(event: string, handler: () => void): void;
  emitWithAck(event: string, data: unknown): Promise<unknown>;
}
interface SocketIoClient {
  io(url: string, options: object): ClientSocket;
}

/** Socket.IO's own client; `undefined` when it is not installed. */
export async function socketIoClient(
  port: number,
): Promise<(RealClient & { readonly socket: ClientSocket }) | undefined> {
  const client = await peer<SocketIoClient>("socket.io-client");
  if (client === undefined) return undefined;
  const options = { transports: ["websocket"], reconnection: false, autoConnect: false };
  const socket = client.io(`http://127.0.0.1:${port}`, options);
  let updates = 0;
  let changed = (): void => undefined;
  socket.on("patch", () => {
    updates += 1;
    changed();
  });
  return {
    socket,
    arrive: async (_port, missed = 0) => {
      const expected = updates + missed;
      const connected = new Promise<void>((resolve) => socket.once("connect", resolve));
      socket.connect();
      await connected;
      if (missed > 0 && !socket.recovered) throw new Error("Socket.IO did not recover the session");
      while (updates < expected) await new Promise<void>((resolve) => (changed = resolve));
    },
    end: () => socket.disconnect(),
  };
}

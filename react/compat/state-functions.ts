import type { Synced } from "ws-sync-rx";
import { withBytes } from "./payload.ts";
import { ServerCalls } from "./server-calls.ts";
import type { Session } from "./session.ts";
import type { RemoteCalls } from "./state-with-sync.ts";

/** What can be asked of the server for one key. */
export function remoteCalls<S>(session: Session, key: string, copy: Synced<S>): RemoteCalls<S> {
  const calls = new ServerCalls(session.core, key);
  return {
    fetchRemoteState: () => copy.fetch(),
    sendState: (state) => {
      if (session.isConnected) {
        copy.set(() => state);
        copy.send();
      } else void copy.write(() => state);
    },
    sendAction: (action) => {
      if (session.accepts()) calls.call(action);
    },
    startTask: (task) => {
      if (session.accepts()) calls.start(task);
    },
    cancelTask: (task) => {
      if (session.accepts()) calls.cancel(task);
    },
    sendBinary: (action, data) => {
      if (session.accepts()) withBytes(session.core, data, (bytes) => calls.call(action, bytes));
    },
  };
}

/** `setX` and `syncX` for each of the names. */
export function memberSetters<S>(copy: Synced<S>, names: readonly string[]): Record<string, (value: unknown) => void> {
  const replacing = (name: string, value: unknown): Partial<S> => ({ [name]: value }) as Partial<S>;
  return Object.fromEntries(
    names.flatMap((name) => [
      [`set${capitalised(name)}`, (value: unknown) => copy.set(replacing(name, value))],
      [`sync${capitalised(name)}`, (value: unknown) => void copy.write(replacing(name, value))],
    ]),
  );
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

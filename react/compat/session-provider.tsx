import { type Context, type ReactElement, type ReactNode, useEffect, useState } from "react";
import { asapScheduler } from "rxjs";
import { browserIds, userSession } from "ws-sync-rx/client";
import type { Loose } from "./loose.ts";
import { DefaultSessionContext } from "./session-context.ts";
import { Session } from "./session.ts";

/** The props of `<SessionProvider>`. */
export interface SessionProviderProps {
  /** `ws:` or `wss:`; another one makes another session */
  url: string;
  /** what toasts call the server @default "Server" */
  label?: string | undefined;
  children?: ReactNode;
  /** the place where hooks find the session @default DefaultSessionContext */
  context?: Context<Session | null> | undefined;
  /** whether to connect by itself, while it is mounted @default false */
  autoconnect?: boolean | undefined;
  /** whether to answer a server that asks who is there, with the ids of this browser and this tab @default false */
  wsAuth?: boolean | undefined;
  /** a toast library, such as sonner's `toast` @default none */
  toast?: Loose;
  /** what bytes from the server come as @default "blob" */
  binaryType?: BinaryType | undefined;
}

/**
 * The original's provider: one session per `url`, there on the very first render, closed when it is unmounted.
 *
 * @example
 * <SessionProvider url="ws://localhost:8000/ws" toast={toast} autoconnect><Notes /></SessionProvider>
 */
export function SessionProvider(props: SessionProviderProps): ReactElement {
  const { url, label = "Server", children, context = DefaultSessionContext } = props;
  const { autoconnect = false, wsAuth = false, binaryType = "blob" } = props;
  const toast = props.toast as unknown;
  const [made, setMade] = useState(() => ({ url, session: new Session({ url, label, toast, binaryType }) }));
  if (made.url !== url) setMade({ url, session: new Session({ url, label, toast, binaryType }) });
  const { session } = made;

  useEffect(() => {
    Object.assign(session, { label, toast: toast ?? null, binaryType });
  }, [session, label, toast, binaryType]);

  const [ids] = useState(browserIds);
  useEffect(() => {
    if (!wsAuth) return undefined;
    const answering = session.core.run(userSession(ids)).subscribe();
    return () => answering.unsubscribe();
  }, [session, wsAuth, ids]);

  useEffect(() => {
    if (!autoconnect) return undefined;
    // behind the code that runs now: what is mounted and unmounted at once, as StrictMode does, opens no socket
    const opening = asapScheduler.schedule(() => {
      session.connect();
    });
    return () => {
      opening.unsubscribe();
      session.disconnect();
    };
  }, [session, autoconnect]);
  useEffect(() => () => session.disconnect(), [session]);

  return <context.Provider value={session}>{children}</context.Provider>;
}

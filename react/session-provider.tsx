import { useObservable, useSubscription } from "observable-hooks";
import { type Context, type ReactElement, type ReactNode, useMemo, useState } from "react";
import { map, NEVER } from "rxjs";
import { type Download, downloads, Session } from "ws-sync-rx";
import { type ConnectionSettings, keepConnected } from "./keep-connected.ts";
import { saveDownload } from "./save-download.ts";
import { SessionContext } from "./session-context.ts";

/** What every `<SessionProvider>` takes. */
export interface SessionProviderCommonProps {
  readonly children?: ReactNode;
  /** the place where hooks find the session, so that several sessions can nest @default SessionContext */
  readonly context?: Context<Session | undefined> | undefined;
  /** told of all that is on `session.errors$`, and of what ended the reconnecting */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** given the files that the server sends @default with a `url` they are saved by the browser, with a `session` they are left alone */
  readonly onDownload?: ((download: Download) => void) | undefined;
}

/** A provider that makes its session and keeps it connected. */
export interface ConnectingSessionProviderProps extends SessionProviderCommonProps, ConnectionSettings {
  readonly session?: undefined;
}

/** A provider of a session that somebody else makes and connects. */
export interface GivenSessionProviderProps extends SessionProviderCommonProps {
  readonly session: Session;
  readonly url?: undefined;
}

/** The props of `<SessionProvider>`: a `url` and how to connect to it, or a `session`. */
export type SessionProviderProps = ConnectingSessionProviderProps | GivenSessionProviderProps;

/**
 * Gives the components below it a session, on the very first render.
 *
 * With a `url` it makes one session, opens its line once it is mounted, reconnects, and closes the line when it is unmounted. Another
 * `url` closes the old line and opens the new one; states and unsent writes stay, so that a fresh token changes nothing else. For another
 * server give the provider another `key`. With a `session` it leaves the connecting to whoever made that session.
 *
 * Nothing is opened, stored or looked at while it renders: a server may render it, and StrictMode opens one socket.
 *
 * @example
 * <SessionProvider url="/ws"><NotesPanel /></SessionProvider>
 *
 * @example
 * <SessionProvider url={() => `wss://example.com/ws?token=${token}`} backoff={{ cap: 5_000 }} onError={report}>…</SessionProvider>
 */
export function SessionProvider(props: SessionProviderProps): ReactElement {
  return props.session === undefined ? <Connecting {...props} /> : <Given {...props} />;
}

function Connecting(props: ConnectingSessionProviderProps) {
  const { children, context, onError, onDownload = saveDownload, session: _, ...settings } = props;
  const [session] = useState(() => new Session());
  const failures$ = useObservable(
    (inputs$) => keepConnected(session, inputs$.pipe(map(([present]) => present))),
    [settings],
  );
  useSubscription(failures$, onError);
  return (
    <Given session={session} context={context} onError={onError} onDownload={onDownload}>
      {children}
    </Given>
  );
}

function Given({ session, context = SessionContext, onError, onDownload, children }: GivenSessionProviderProps) {
  useSubscription(session.errors$, onError);
  const taken = onDownload !== undefined;
  useSubscription(
    useMemo(() => (taken ? downloads(session) : NEVER), [session, taken]),
    onDownload,
  );
  return <context.Provider value={session}>{children}</context.Provider>;
}

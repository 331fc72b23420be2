import {
  asapScheduler,
  catchError,
  distinctUntilChanged,
  map,
  merge,
  type Observable,
  of,
  startWith,
  subscribeOn,
  switchMap,
  take,
} from "rxjs";
import type { Session } from "ws-sync-rx";
import {
  backoff,
  type BackoffOptions,
  browserIds,
  connect,
  type ConnectOptions,
  join,
  type JoinOptions,
  type UserSession,
  userSession,
} from "ws-sync-rx/client";
import { reconnects } from "./reconnects.ts";
import { webSocketUrl } from "./web-socket-url.ts";

/** Where a session connects to, and how. Each attempt to open a line reads them anew; only another `url` string ends the line there is. */
export interface ConnectionSettings extends Omit<Partial<ConnectOptions>, "env">, JoinOptions {
  /** `ws:`, `wss:`, or relative to the page (`/ws`); or a function that gives it anew for every attempt */
  readonly url: string | (() => string);
  /** when to try again; read when the first line to a `url` is opened @default the defaults of `backoff` */
  readonly backoff?: Partial<BackoffOptions>;
  /** who this client says it is; read when the first line to a `url` is opened @default `browserIds()` */
  readonly ids?: () => UserSession;
}

/**
 * Keeps a session connected to the `url` of its settings.
 *
 * ```
 * settings$                    a-----a----b-------     again a: other settings, the same url
 * lines to a                   1--#--2----|
 * lines to b                              3---x---     closed with a terminal code
 * keepConnected(session, …)    ---------------e---
 * ```
 *
 * A line that is asked for with `reconnects(session)` is opened at once.
 *
 * A line is opened behind the code that runs now: what is subscribed and unsubscribed at once, as StrictMode does, opens none.
 *
 * @param settings$ replays the present settings to whoever subscribes
 * @returns emits what ended the reconnecting to a url; unsubscribing closes the line
 */
export function keepConnected(session: Session, settings$: Observable<ConnectionSettings>): Observable<unknown> {
  const present$ = settings$.pipe(take(1));
  const stored = browserIds();
  const attempt$ = present$.pipe(switchMap(({ url, ...options }) => connect(addressOf(url), options)));
  const connected$ = present$.pipe(
    switchMap((settings) =>
      merge(
        session.run(userSession(settings.ids ?? stored)),
        attempt$.pipe(backoff(settings.backoff), join(session, settings)),
      ),
    ),
    catchError((error: unknown) => of(error)),
    subscribeOn(asapScheduler),
  );
  return settings$.pipe(
    map(({ url }) => (typeof url === "string" ? url : undefined)),
    distinctUntilChanged(),
    switchMap(() => reconnects(session).pipe(startWith(undefined))),
    switchMap(() => connected$),
  );
}

function addressOf(url: string | (() => string)): () => string {
  return () => webSocketUrl(typeof url === "string" ? url : url());
}

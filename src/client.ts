/**
 * What a client needs beside the core: a line to a server, and the means to keep it.
 *
 * @module
 */
import type { MonoTypeOperatorFunction, Observable, OperatorFunction } from "rxjs";
import { ambient, ambientWebSocket, localStore, pageLocks, pageWakes$, tabStore } from "./ambient.ts";
import { backoff as coreBackoff, type BackoffOptions } from "./connection/backoff.ts";
import type { Connection } from "./connection/connection.ts";
import { connect as coreConnect, type ConnectOptions } from "./connection/web-socket.ts";
import { join as coreJoin, type JoinOptions } from "./session/join.ts";
import type { Session as CoreSession } from "./session/session.ts";
import { type IdSource, storedIds } from "./session/stored-ids.ts";

export type { BackoffOptions, ConnectOptions };
export type { WebSocketLike } from "./connection/web-socket.ts";
export type { HeartbeatOptions } from "./connection/heartbeat.ts";
export type { JoinOptions };
export { type IdSource, storedIds, type StorageLike, type StoredIdsOptions } from "./session/stored-ids.ts";
export type { LocksLike } from "./session/page-lock.ts";
export { userSession } from "./session/user-session.ts";
export type { UserSession } from "./session/who.ts";
export { Session } from "./session-with-defaults.ts";

/**
 * Opens a line: cold, one WebSocket per subscription.
 *
 * ```
 * connect(url)  ---c------#     open, then broken or closed by the server: ConnectionClosed
 * connect(url)  ------#         it could not be opened, or took longer than `openTimeout`
 * ```
 *
 * Unsubscribing closes it. Reconnecting is `connect(url).pipe(backoff())`.
 *
 * @param url `ws:` or `wss:`, or a function that gives it anew for every attempt
 * @param options `WebSocketCtor` (default: the platform's; give that of `ws` on Node 20), `openTimeout` ms (10,000), `limits` of a frame of the server
 * (characters of `text`, bytes of `binary`, `depth` and `nodes` of its JSON; none), `version` (2 offers more than the original protocol by `ws-sync=2` in the
 * URL, 1 does not; 2)
 * @returns never completes; errors with what ended the line
 */
export function connect(url: string | (() => string), options: Partial<ConnectOptions> = {}): Observable<Connection> {
  return coreConnect(url, { env: ambient, ...options, WebSocketCtor: options.WebSocketCtor ?? ambientWebSocket() });
}

/**
 * Tries again when a line breaks, after a random delay whose upper bound doubles from `base` to `cap` (full jitter), and starts from `base`
 * again only after a line that lived for `stableAfter`: a server that accepts and closes at once is not hammered.
 *
 * ```
 * connect(url)         --c--# #   --c---     every attempt is drawn where it begins
 * backoff({base: 4})   --c----------c---     with delays in the middle of 0…4 and 0…8 frames
 * ```
 *
 * @param options `base` 500 ms, `cap` 30,000 ms, `stableAfter` 10,000 ms, `spread` 5,000 ms (the most after 1001, 1012, 1013), `refusedPause` 5,000 ms (the
 * least after 1002, 1007, 1008, 1009), `refusedTries` 3 (lines in a row that end so), `wake$` (tries at once when it emits; the network is back, the page is
 * seen), `isFinal` (errors that end it; close codes 4500 to 4999, and all that is no `ConnectionClosed`)
 * @returns errors with what ended it
 */
export function backoff<T>(options: Partial<BackoffOptions> = {}): MonoTypeOperatorFunction<T> {
  return coreBackoff({ wake$: pageWakes$, env: ambient, ...options });
}

/**
 * Attaches a client's connections, one after the other, to its session. A `_DISCONNECT` from the server ends it, and with it the
 * reconnecting; subscribing again is asking again. A newer `join` of the same session ends the older: two that reconnect would take the
 * line from each other for ever.
 *
 * ```
 * connections    --1----2-------
 * _DISCONNECT    ------------d--
 * join(session)  ------------|
 * ```
 *
 * A line to a server of version 2 that has gone silent is given up: it is asked for a sign of life every 15 s, and at once when the page is seen again or
 * the network is back.
 *
 * @param options `greeting` ms to wait for the server's first event (1,000), `heartbeat` (`interval` 15 s, `timeout` 15 s, `probe$`)
 * @returns never emits; completes on `_DISCONNECT` and for a newer `join`; errors with what ended the reconnecting; unsubscribing closes the line
 */
export function join(session: CoreSession, options: JoinOptions = {}): OperatorFunction<Connection, never> {
  const { heartbeat = {} } = options;
  const beat = { interval: 15_000, timeout: 15_000, probe$: pageWakes$, ...(heartbeat === false ? {} : heartbeat) };
  return coreJoin(session, { ...options, heartbeat: heartbeat === false ? false : beat });
}

/**
 * The ids of this browser and this tab, made once and kept where the original React client keeps them: `_USER_ID` in `localStorage`,
 * `_SESSION_ID` in `sessionStorage`. A storage that is missing, full or forbidden costs only their memory beyond this page.
 *
 * A tab that is duplicated, whose storage the browser copies, gets a session of its own: each page claims its session by a Web Lock before it tells a
 * server, where the browser has locks (pages that are served by https, or from this machine).
 */
export function browserIds(): IdSource {
  return storedIds({ local: localStore, tab: tabStore, id: () => ambient.id(), locks: pageLocks, env: ambient });
}

/**
 * What a server needs beside the core: lines from clients, and the sessions they belong to.
 *
 * @module
 */
import type { Observable, OperatorFunction } from "rxjs";
import { ambient } from "./ambient.ts";
import type { Connection } from "./connection/connection.ts";
import {
  fromServer as coreFromServer,
  type FromServerOptions,
  listen as coreListen,
  type ListenOptions,
  type ServerConnection,
  type WsServer,
} from "./connection/ws-server.ts";
import {
  askUserSession as coreAskUserSession,
  type AskUserSessionOptions,
  type Identify,
} from "./session/ask-user-session.ts";
import { Session } from "./session-with-defaults.ts";
import { sessions as coreSessions, type SessionsOptions } from "./session/sessions.ts";

export type { AskUserSessionOptions, FromServerOptions, Identify, ListenOptions, SessionsOptions, WsServer };
export { ServerConnection } from "./connection/ws-server.ts";
export type { HeartbeatOptions } from "./connection/heartbeat.ts";
export type { AdmissionOptions } from "./connection/admission.ts";
export { isAllowedOrigin, type OriginHeaders, type Origins } from "./connection/origins.ts";
export { attach } from "./session/attach.ts";
export { Session };

/**
 * Opens a port: cold, and emits a connection per client.
 *
 * ```
 * listen({port: 8000})  --1---2-1'--     errors when the port cannot be opened
 * ```
 *
 * Unsubscribing closes the port and every line, with 1012.
 *
 * @param options `port`, `host` (default: every address), `path` (default: every path), `origins` (default: "same"), `maxConnections`
 * (default: 10,000), `maxPerAddress` (default: no limit), `limits`, `heartbeat`, `listeningObserver`, `stop$` (closes the port and refuses whoever
 * still asks with 503; completes once the lines that are open are over)
 */
export function listen(options: Omit<ListenOptions, "env"> & Partial<ListenOptions>): Observable<ServerConnection> {
  return coreListen({ env: ambient, ...options });
}

/**
 * The connections of a `ws` server that exists already, on whatever HTTP server it hangs (Express, Fastify, Hono, plain `http`).
 *
 * ```
 * fromServer(wss)  --1---2-1'-|     completes when the server is closed
 * ```
 *
 * Unsubscribing closes every line with 1012 and leaves the server to its owner, who also sets its `maxPayload`, checks the origin and answers
 * `handleProtocols` with `false`: `ws` would choose the first subprotocol that a client offers.
 */
export function fromServer(server: WsServer, options: Partial<FromServerOptions> = {}): Observable<ServerConnection> {
  return coreFromServer(server, { env: ambient, ...options });
}

/**
 * One session per user and tab: finds out whose a connection is and attaches it to that session, which it opens when there is none.
 *
 * ```
 * connections        --1---2---1'--------     1' is from the same tab as 1
 * sessions({ttl})    --A---B-------------     A has the lines 1 and 1'
 * ```
 *
 * A session that has been without a line for `ttl` is ended, or sooner for want of room. Unsubscribing ends them all with 1012; `stop$` lets them
 * drain first.
 *
 * @param options `ttl` in ms (default 600,000), `maxSessions` (50,000), `identify` (default `askUserSession()`, whose ids the client chooses) and
 * `identifyTimeout` in ms (10,000: a line that nobody has identified by then is closed with 4002), `stop$` (never), `grace` and `spread` in ms
 * (5,000 each): how long requests have to be answered, and clients to come back
 */
export function sessions<C extends Connection>(
  options: Partial<SessionsOptions<C>> = {},
): OperatorFunction<C, Session> {
  const { env = ambient } = options;
  return coreSessions(() => new Session({ env }), { ...options, env });
}

/**
 * The handshake of the original: `_REQUEST_USER_SESSION`, answered by `_USER_SESSION {user, session}` (PROTOCOL.md, "Handshake").
 *
 * Both ids are chosen by the client and prove nothing: give `sessions` an `identify` of your own where that matters. A client that answers
 * anything else is closed with 1000 as the original does, one that does not answer with 4002.
 *
 * @param options `timeout` in ms (default 10,000)
 */
export function askUserSession(options: Partial<AskUserSessionOptions> = {}): Identify {
  return coreAskUserSession({ env: ambient, ...options });
}

import {
  catchError,
  concat,
  defer,
  EMPTY,
  ignoreElements,
  merge,
  mergeMap,
  NEVER,
  Observable,
  of,
  type OperatorFunction,
  switchMap,
  take,
  takeUntil,
  tap,
  timeout,
  timer,
} from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { Env } from "../connection/env.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import { askUserSession, type Identify } from "./ask-user-session.ts";
import { drain, type DrainOptions } from "./drain.ts";
import { greet } from "./greet.ts";
import type { Session } from "./session.ts";
import { takeIn } from "./take-in.ts";

/** Whose sessions, and for how long. */
export interface SessionsOptions<C extends Connection> extends DrainOptions {
  /** ms that a session without a line is kept @default 600_000 */
  readonly ttl?: number;
  /** sessions at most: one more ends the one that has had no line for longest, and is refused with 1013 where all have one @default 50_000 */
  readonly maxSessions?: number;
  /** which session a connection belongs to @default the user and session ids that the client chose */
  readonly identify?: Identify<C>;
  /** ms that it may take: then the connection is closed with 4002, and its client comes back @default 10_000 */
  readonly identifyTimeout?: number;
  /** when it emits, no more connections are taken and every session is drained; then it completes @default never */
  readonly stop$?: Observable<unknown>;
  readonly env: Env;
}

export function sessions<C extends Connection, S extends Session>(
  open: () => S,
  options: SessionsOptions<C>,
): OperatorFunction<C, S> {
  const { ttl = 600_000, maxSessions = 50_000, stop$ = NEVER, env } = options;
  const { identify = askUserSession({ env }), identifyTimeout = 10_000 } = options;
  return (connections$) =>
    defer(() => {
      const known = new Map<string, S>();
      /** those without a line, the longest first */
      const idle = new Map<string, S>();
      let stopping = false;

      const expiry = (id: string, session: S): Observable<never> =>
        session.connected$.pipe(
          tap((connected) => {
            idle.delete(id);
            if (!connected) idle.set(id, session);
          }),
          switchMap((connected) => (connected ? NEVER : timer(ttl, env.scheduler))),
          take(1),
          tap(() => {
            session.complete();
          }),
          ignoreElements(),
        );

      const begin = (id: string): Observable<S> => {
        const session = open();
        known.set(id, session);
        const forget$ = session.ended$.pipe(
          tap(() => {
            known.delete(id);
            idle.delete(id);
          }),
          ignoreElements(),
        );
        return concat(of(session), merge(forget$, expiry(id, session)));
      };

      /** Whether one more session may begin, if need be in the place of one that nobody uses. */
      const hasRoom = (): boolean => {
        const [[, longest] = []] = idle;
        if (known.size >= maxSessions) longest?.complete();
        return known.size < maxSessions;
      };

      const identified = (connection: C): Observable<S> =>
        greet(connection, { env }).pipe(
          mergeMap((hello) =>
            // one that is over by then must not take the place of the line that its client has
            defer(() => identify(connection, hello).pipe(take(1), takeUntil(connection.closed$))).pipe(
              timeout({
                first: identifyTimeout,
                scheduler: env.scheduler,
                with: () => refuse(connection, CloseCode.handshakeTimeout, "it took too long to identify the client"),
              }),
              catchError(() => refuse(connection, CloseCode.internal, "the identification failed")),
              mergeMap((id) => {
                if (stopping) return refuse(connection, CloseCode.restart, "the server stops");
                const attached$ = defer(() => {
                  const session = known.get(id);
                  return session === undefined ? EMPTY : takeIn(session, connection, hello);
                });
                if (known.has(id)) return attached$;
                return hasRoom()
                  ? merge(begin(id), attached$)
                  : refuse(connection, CloseCode.overload, "too many sessions");
              }),
            ),
          ),
        );

      const drained$ = stop$.pipe(
        take(1),
        mergeMap(() => {
          stopping = true;
          return concat(merge(...[...known.values()].map((session) => drain(session, options))), of(undefined));
        }),
      );

      return new Observable<S>((subscriber) => {
        // ahead of the end of their lines, which would say that nobody is to come back
        subscriber.add(() => {
          for (const session of [...known.values()]) session.end("The server stops.", CloseCode.restart);
        });
        subscriber.add(connections$.pipe(mergeMap(identified), takeUntil(drained$)).subscribe(subscriber));
      });
    });
}

function refuse(connection: Connection, code: number, reason: string): Observable<never> {
  connection.close(code, reason);
  return EMPTY;
}

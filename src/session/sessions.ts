import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  merge,
  mergeMap,
  NEVER,
  type Observable,
  of,
  type OperatorFunction,
  switchMap,
  take,
  tap,
  timer,
} from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { Env } from "../connection/env.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import { askUserSession, type Identify } from "./ask-user-session.ts";
import type { Session } from "./session.ts";

/** Whose sessions, and for how long. */
export interface SessionsOptions<C extends Connection> {
  /** ms that a session without a line is kept @default 600_000 */
  readonly ttl?: number;
  /** which session a connection belongs to @default the user and session ids that the client chose */
  readonly identify?: Identify<C>;
  readonly env: Env;
}

export function sessions<C extends Connection, S extends Session>(
  open: () => S,
  options: SessionsOptions<C>,
): OperatorFunction<C, S> {
  const { ttl = 600_000, identify = askUserSession({ env: options.env }), env } = options;
  return (connections$) =>
    defer(() => {
      const known = new Map<string, S>();

      const expiry = (session: Session): Observable<never> =>
        session.connected$.pipe(
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
          tap(() => known.delete(id)),
          ignoreElements(),
        );
        return concat(of(session), merge(forget$, expiry(session)));
      };

      return connections$.pipe(
        mergeMap((connection) =>
          defer(() => identify(connection)).pipe(
            take(1),
            catchError(() => {
              connection.close(CloseCode.internal, "the identification failed");
              return EMPTY;
            }),
            mergeMap((id) => {
              const opened$ = known.has(id) ? EMPTY : begin(id);
              const attached$ = defer(() => known.get(id)?.attach(connection) ?? EMPTY);
              return merge(opened$, attached$);
            }),
          ),
        ),
        finalize(() => {
          for (const session of [...known.values()]) session.complete();
        }),
      );
    });
}

import { catchError, defer, EMPTY, mergeMap, type Observable, of, take, timeout } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { Env } from "../connection/env.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import type { ClientHello } from "../protocol/hello.ts";
import { EventType } from "../protocol/events.ts";

/**
 * Finds out which session a connection belongs to: emits its id once, or completes without one after it has closed the connection. A client
 * of version 2 has said hello before.
 */
export type Identify<C extends Connection = Connection> = (connection: C, hello?: ClientHello) => Observable<string>;

/** How the question is asked. */
export interface AskUserSessionOptions {
  /** ms to wait for the answer; `sessions` waits for no more than its `identifyTimeout` @default 10_000 */
  readonly timeout?: number;
  readonly env: Pick<Env, "scheduler">;
}

/** longer ids are refused: they are kept as long as the session is */
const ID_LENGTH = 128;

/**
 * The handshake of the original: `_REQUEST_USER_SESSION`, answered by `_USER_SESSION {user, session}` (PROTOCOL.md, "Handshake").
 *
 * Both ids are chosen by the client and prove nothing. Give `sessions` an `identify` of your own where that matters. A client that
 * answers anything else is closed with 1000 as the original does, one that does not answer with 4002. A client of version 2 has said both in its
 * `_HELLO`, and is not asked.
 */
export function askUserSession({ timeout: patience = 10_000, env }: AskUserSessionOptions): Identify {
  return (connection, hello) => {
    const known = hello === undefined ? undefined : idOf(hello);
    if (known !== undefined) return of(known);
    return defer(() => {
      connection.next({ type: EventType.requestUserSession });
      return connection;
    }).pipe(
      timeout({
        first: patience,
        scheduler: env.scheduler,
        with: () => refuse(connection, CloseCode.handshakeTimeout),
      }),
      take(1),
      mergeMap((event) => {
        const id = event.type === EventType.userSession ? idOf(event.data) : undefined;
        return id === undefined ? refuse(connection, CloseCode.normal) : of(id);
      }),
      catchError(() => EMPTY),
    );
  };
}

function refuse(connection: Connection, code: number): Observable<never> {
  connection.close(code, "");
  return EMPTY;
}

function idOf(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { user, session }: { user?: unknown; session?: unknown } = data;
  return isId(user) && isId(session) ? JSON.stringify([user, session]) : undefined;
}

function isId(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value.length <= ID_LENGTH;
}

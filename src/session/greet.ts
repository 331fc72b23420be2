import { catchError, defer, EMPTY, mergeMap, type Observable, of, take, timeout } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { Env } from "../connection/env.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import { EventType } from "../protocol/events.ts";
import { type ClientHello, clientHelloOf, serverHelloEvent, VERSION } from "../protocol/hello.ts";

/** How a client is greeted. */
export interface GreetOptions {
  /** ms to wait for its answer @default 10_000 */
  readonly timeout?: number;
  readonly env: Pick<Env, "scheduler">;
}

/**
 * Finds out which protocol a client speaks (PROTOCOL.md, "Negotiation"): a line that was opened for version 2 is sent `_HELLO`.
 *
 * ```
 * opened for version 1   u|              nothing is sent
 * opened for version 2   -----h|         its `_HELLO`
 * opened for version 2   -----u|         it says anything else first: version 1; what it said is not lost
 * opened for version 2   ----------|     it says nothing, or a `_HELLO` that is none: closed with 4002
 * ```
 */
export function greet(connection: Connection, options: GreetOptions): Observable<ClientHello | undefined> {
  const { timeout: patience = 10_000, env } = options;
  if (connection.version !== VERSION) return of(undefined);
  return defer(() => {
    connection.next(serverHelloEvent(connection.limits));
    return connection;
  }).pipe(
    timeout({ first: patience, scheduler: env.scheduler, with: () => refuse(connection, "no hello came in time") }),
    take(1),
    mergeMap((event) => {
      const hello = clientHelloOf(event);
      if (hello !== undefined && hello.version >= VERSION) {
        // it asks for signs of life from now on, however long it takes to find out whose line this is
        connection.extend();
        return of(hello);
      }
      if (event.type === EventType.hello) return refuse(connection, "the hello could not be read");
      connection.putBack(event);
      return of(undefined);
    }),
    catchError(() => EMPTY),
  );
}

function refuse(connection: Connection, reason: string): Observable<never> {
  connection.close(CloseCode.handshakeTimeout, reason);
  return EMPTY;
}

import { mergeMap, type OperatorFunction } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import { greet } from "./greet.ts";
import type { Session } from "./session.ts";
import { takeIn } from "./take-in.ts";

/**
 * Attaches every connection to one session: what a server with a single global session does.
 *
 * ```
 * connections      --1-----2---
 * attach(session)  ------------     the session's line is 1, then 2
 * ```
 *
 * @returns never emits; unsubscribing closes the line
 */
export function attach<C extends Connection>(session: Session): OperatorFunction<C, never> {
  return (connections$) =>
    connections$.pipe(
      mergeMap((connection) =>
        greet(connection, { env: session.env }).pipe(mergeMap((hello) => takeIn(session, connection, hello))),
      ),
    );
}

import { defer, EMPTY, type Observable } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { ClientHello } from "../protocol/hello.ts";
import { dismiss, shares } from "./dismiss.ts";
import type { Session } from "./session.ts";

/**
 * Attaches a connection to its session, unless a newer one has its place by now: it took long to find out whose it is.
 *
 * ```
 * opened    1-2------
 * known     ----2-1--
 * attached  ----2----     1 is sent away
 * ```
 */
export function takeIn(session: Session, connection: Connection, hello: ClientHello | undefined): Observable<never> {
  return defer(() => {
    const newer = session.lines.find(
      (line) => line.connection.ordinal > connection.ordinal && !shares(line.peer?.hello.client, hello?.client),
    );
    if (newer === undefined) return session.attach(connection, { hello });
    dismiss(connection, hello?.client, newer.peer?.hello.client);
    return EMPTY;
  });
}

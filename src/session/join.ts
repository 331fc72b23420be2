import { defer, finalize, merge, mergeMap, type OperatorFunction, Subject, takeUntil, tap } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import { EventType } from "../protocol/events.ts";
import type { Session } from "./session.ts";

/** How a client takes part in a session. */
export interface JoinOptions {
  /** ms to wait for the server's first event before anything but an answer is sent @default 1_000 */
  readonly greeting?: number;
}

const joins = new WeakMap<Session, Subject<undefined>>();

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
 * @returns never emits; completes on `_DISCONNECT` and for a newer `join`; errors with what ended the reconnecting; unsubscribing closes the line
 */
export function join(session: Session, options: JoinOptions = {}): OperatorFunction<Connection, never> {
  const { greeting = 1_000 } = options;
  return (connections$) =>
    defer(() => {
      let end: { readonly phase: "ended" | "offline"; readonly reason?: string } = { phase: "offline" };
      const dismissed$ = session.on(EventType.disconnect).pipe(
        tap(({ data }) => {
          end = { phase: "ended", reason: typeof data === "string" ? data : "The server ended the session." };
        }),
      );
      joins.get(session)?.next(undefined);
      const newer$ = new Subject<undefined>();
      joins.set(session, newer$);
      session.enter({ phase: "connecting" });
      return connections$.pipe(
        mergeMap((connection) => session.attach(connection, { greeting })),
        tap({
          error: (error: unknown) => {
            end = { phase: "ended", reason: error instanceof Error ? error.message : String(error) };
          },
        }),
        takeUntil(merge(dismissed$, newer$, session.ended$)),
        finalize(() => {
          session.enter(end);
        }),
      );
    });
}

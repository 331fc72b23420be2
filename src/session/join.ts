import {
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
  type OperatorFunction,
  Subject,
  take,
  takeUntil,
  tap,
} from "rxjs";
import type { Connection } from "../connection/connection.ts";
import { heartbeat, type HeartbeatOptions } from "../connection/heartbeat.ts";
import { HandlerError } from "../protocol/errors.ts";
import { EventType } from "../protocol/events.ts";
import { isRecord } from "../protocol/is-record.ts";
import { address, lineOf } from "./addressed.ts";
import type { Session } from "./session.ts";

/** How a client takes part in a session. */
export interface JoinOptions {
  /** ms to wait for the server's first event before anything but an answer is sent @default 1_000 */
  readonly greeting?: number;
  /** how a line that has gone silent is noticed, once both ends have said hello; `false` when something else does it @default false */
  readonly heartbeat?: Omit<HeartbeatOptions, "env"> | false;
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
  const { greeting = 1_000, heartbeat: beat = false } = options;
  return (connections$) =>
    defer(() => {
      let end: { readonly phase: "ended" | "offline"; readonly reason?: string } = { phase: "offline" };
      const dismissed$ = session.on(EventType.disconnect).pipe(
        tap(({ data }) => {
          end = { phase: "ended", reason: typeof data === "string" ? data : "The server ended the session." };
        }),
      );
      const refused$ = session.on(EventType.error).pipe(
        tap(({ type, data }) => {
          session.report(new HandlerError(type, "the server", isRecord(data) ? data["message"] : data));
        }),
        ignoreElements(),
      );
      const drained$ = session.on(EventType.drain).pipe(
        tap((event) => {
          session.outbox.hold();
          const line = lineOf(event);
          const held = { type: EventType.drain, data: {} };
          session.next(line === undefined ? held : address(held, line));
        }),
        ignoreElements(),
      );
      joins.get(session)?.next(undefined);
      const newer$ = new Subject<undefined>();
      joins.set(session, newer$);
      session.enter({ phase: "connecting" });
      const beating = (connection: Connection): Observable<never> =>
        beat === false
          ? EMPTY
          : session.on(EventType.hello).pipe(
              take(1),
              // the first thing that it says must be its own hello
              mergeMap(() => session.introduction.complete$.pipe(take(1))),
              mergeMap(() => heartbeat(connection, { ...beat, env: session.env })),
              takeUntil(connection.closed$),
            );
      const lines$ = connections$.pipe(
        mergeMap((connection) =>
          merge(beating(connection), session.attach(connection, { greeting, introduces: true })),
        ),
      );
      return merge(lines$, refused$, drained$).pipe(
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

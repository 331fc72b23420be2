import { catchError, ignoreElements, merge, mergeMap, Observable, of, Subscription } from "rxjs";
import { HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { outcome } from "../remote/outcome.ts";
import { failure } from "../session/failure.ts";
import type { Session } from "../session/session.ts";
import { behind } from "./behind.ts";

/** Methods that an object may have to be told of the sessions it is exposed to: `class Notes implements SessionHooks`. */
export interface SessionHooks {
  /** a line has come, and has been sent the states */
  onConnect?(session: Session): unknown;
  /** a line has gone */
  onDisconnect?(session: Session): unknown;
  /** the session has ended, or no longer runs this object */
  onEnd?(session: Session): unknown;
}

/**
 * Calls the hooks of an object.
 *
 * ```
 * lines   --1-----2---x
 * hooks   --c----dc---d|e     c onConnect, d onDisconnect, e onEnd
 * ```
 *
 * @returns what failed, as events
 */
export function callHooks(instance: SessionHooks, session: Session): Observable<SyncEvent> {
  const call = (name: keyof SessionHooks): Observable<SyncEvent> =>
    outcome(() => instance[name]?.(session)).pipe(
      ignoreElements(),
      catchError((error: unknown) => of(failure(new HandlerError("a session", name, error)))),
    );
  const ended$ = new Observable<never>(() => () => {
    // the pipeline is over and owns nothing any more: what this hook does ends by itself
    const last = new Subscription();
    last.add(
      call("onEnd").subscribe((event) => {
        session.next(event);
      }),
    );
  });
  return merge(
    session.line$.pipe(
      mergeMap((line) =>
        merge(
          // states are queued, and sent behind what queued them
          behind(session, line).pipe(
            mergeMap(() => behind(session, line)),
            mergeMap(() => call("onConnect")),
          ),
          line.gone$.pipe(mergeMap(() => call("onDisconnect"))),
        ),
      ),
    ),
    ended$,
  );
}

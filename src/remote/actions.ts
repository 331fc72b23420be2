import { catchError, EMPTY, ignoreElements, mergeMap, of, type OperatorFunction } from "rxjs";
import { HandlerError } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import { lineOf } from "../session/addressed.ts";
import { failure } from "../session/failure.ts";
import { ofType } from "../session/of-type.ts";
import { callOf, malformedCall } from "./call.ts";
import type { HandlerContext, Handlers } from "./handlers.ts";
import { outcome } from "./outcome.ts";

/**
 * Serves the `_ACTION` calls of one key.
 *
 * ```
 * session               --a--x--a--     x throws
 * handler               --a--x--a--
 * actions(key, {a, x})  -----e-----     e: HandlerError, for session.errors$
 * ```
 *
 * Handlers of one session run side by side: a slow one delays nobody. One that throws, rejects or errors is reported and nothing else
 * happens: not to the state, not to the session. Calls of unknown actions are ignored, as in the original.
 *
 * @param handlers by name of the action; each gets the named arguments as one object, and a context with an `AbortSignal`
 * @returns what failed, as events that `session.run` reports on `errors$`
 */
export function actions<Actions>(
  key: SyncKey<unknown, Actions>,
  handlers: Handlers<NoInfer<Actions>>,
): OperatorFunction<SyncEvent, SyncEvent> {
  const byName = new Map<string, unknown>(Object.entries(handlers as object));
  return (events$) =>
    events$.pipe(
      ofType(keyedType(EventType.action, key)),
      mergeMap((event) => {
        const call = callOf(event);
        if (call === undefined) return of(failure(malformedCall(event)));
        const handler = byName.get(call.name);
        if (typeof handler !== "function") return EMPTY;
        const context = (signal: AbortSignal): HandlerContext => ({ signal, line: lineOf(event), bytes: event.bytes });
        return outcome((signal): unknown => Reflect.apply(handler, handlers, [call.args, context(signal)])).pipe(
          ignoreElements(),
          catchError((error: unknown) => of(failure(new HandlerError(event.type, call.name, error)))),
        );
      }),
    );
}

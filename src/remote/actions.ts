import { defer, EMPTY, mergeMap, of, type OperatorFunction } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import { failure } from "../session/failure.ts";
import { answerOf } from "../session/answer-of.ts";
import { ofType } from "../session/of-type.ts";
import type { Answer } from "../session/replies.ts";
import { type AnyHandler, attempt, isHandler } from "./attempt.ts";
import { BUSY, callOf, MALFORMED, malformedCall, refusedCall } from "./call.ts";
import { type FlatteningByName, flatteningOf, Lane } from "./flatten.ts";
import type { Handlers } from "./handlers.ts";

/** A call, and whom its outcome goes to. */
interface Asked {
  readonly event: SyncEvent;
  readonly answer: Answer | undefined;
}

/** How the actions of a key are run. */
export interface ActionsOptions<Actions> {
  /** what becomes of a call while an earlier one of the same name still runs @default "merge" */
  readonly flatten?: FlatteningByName<Actions>;
}

/**
 * Serves the `_ACTION` calls of one key.
 *
 * ```
 * session               --a--x--a--     x throws
 * handler               --a--x--a--
 * actions(key, {a, x})  -----e-----     e: HandlerError, for session.errors$
 * ```
 *
 * Handlers of one session run side by side, also with themselves: a slow one delays nobody. `flatten` says otherwise for some: `"concat"`
 * one after the other, `"switch"` the last call only, `"exhaust"` none while one runs (such a call is reported). One that throws, rejects
 * or errors is reported and nothing else happens: not to the state, not to the session. Calls of unknown actions are ignored, as in the
 * original.
 *
 * A caller of version 2 gets one `_REPLY`: the result of the handler (of a stream its last value), or why there is none. Of an error it is told
 * nothing but that there was one, unless it is a `CallRefused`.
 *
 * @param handlers by name of the action; each gets the named arguments as one object, and a context with an `AbortSignal`
 * @returns what failed, as events that `session.run` reports on `errors$`
 */
export function actions<Actions>(
  key: SyncKey<unknown, Actions>,
  handlers: Handlers<NoInfer<Actions>>,
  options: ActionsOptions<NoInfer<Actions>> = {},
): OperatorFunction<SyncEvent, SyncEvent> {
  const byName = new Map<string, unknown>(Object.entries(handlers as object));
  const laneOf = (name: string, handler: AnyHandler): Lane<Asked, SyncEvent> =>
    new Lane({
      flatten: flatteningOf(options.flatten, name, "merge"),
      run: (asked, stop$) => attempt({ name, handler, owner: handlers, ...asked }, stop$),
      refuse: ({ event, answer }) => {
        answer?.fail(BUSY);
        return of(failure(refusedCall(event, name)));
      },
    });

  return (events$) =>
    defer(() => {
      const lanes = new Map<string, Lane<Asked, SyncEvent>>();
      return events$.pipe(
        ofType(keyedType(EventType.action, key)),
        mergeMap((event) => {
          const name = callOf(event)?.name;
          if (name === undefined) {
            answerOf(event)?.fail(MALFORMED);
            return of(failure(malformedCall(event)));
          }
          const handler = byName.get(name);
          if (!isHandler(handler)) return EMPTY;
          const lane = lanes.get(name) ?? laneOf(name, handler);
          lanes.set(name, lane);
          return lane.take({ event, answer: answerOf(event) });
        }),
      );
    });
}

import { catchError, type Observable, of } from "rxjs";
import { HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { lineOf } from "../session/addressed.ts";
import type { Answer } from "../session/replies.ts";
import { answered } from "./answered.ts";
import { callOf } from "./call.ts";
import { failedCall } from "./failed-call.ts";
import type { HandlerContext } from "./handlers.ts";
import { type Leaving, outcome } from "./outcome.ts";
import { stoppedBy } from "./stopped-by.ts";

/** A function that serves calls, of whatever arguments. */
export type AnyHandler = (...call: readonly unknown[]) => unknown;

/** Whether a value can serve calls. */
export function isHandler(value: unknown): value is AnyHandler {
  return typeof value === "function";
}

/** One call and who serves it. */
export interface Attempt {
  readonly name: string;
  readonly handler: AnyHandler;
  /** its `this` */
  readonly owner?: unknown;
  readonly event: SyncEvent;
  /** takes the outcome, for a caller that wants one */
  readonly answer: Answer | undefined;
}

/**
 * Lets a handler serve a call until it ends, or is told to.
 *
 * @param stop$ ends it @default nothing does
 * @returns what failed, as an event; nothing else
 */
export function attempt(
  { name, handler, owner, event, answer }: Attempt,
  stop$?: Observable<unknown>,
): Observable<SyncEvent> {
  const { args = {} } = callOf(event) ?? {};
  const contextOf = (leaving: Leaving): HandlerContext => ({
    get signal() {
      return leaving.signal;
    },
    line: lineOf(event),
    bytes: event.bytes,
  });
  const run = (leaving: Leaving): unknown => Reflect.apply(handler, owner, [args, contextOf(leaving)]);
  const served$ = outcome(run).pipe(answered(answer));
  return (stop$ === undefined ? served$ : served$.pipe(stoppedBy(stop$))).pipe(
    catchError((error: unknown) => of(failedCall(event, new HandlerError(event.type, name, error)))),
  );
}

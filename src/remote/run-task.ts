import {
  concat,
  defer,
  EMPTY,
  filter,
  finalize,
  mergeMap,
  NEVER,
  type Observable,
  of,
  type OperatorFunction,
  tap,
} from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import type { ReplyError } from "../protocol/reply.ts";
import { lineOf } from "../session/addressed.ts";
import { answerOf } from "../session/answer-of.ts";
import type { Answer } from "../session/replies.ts";
import { attempt, isHandler } from "./attempt.ts";
import { BUSY, refusedCall } from "./call.ts";
import { failedCall } from "./failed-call.ts";
import { type Flattening, Lane } from "./flatten.ts";
import type { RunningTasks } from "./running-tasks.ts";

/** One task of a key. */
export interface TaskRun {
  readonly name: string;
  /** the handler, a function or nothing */
  readonly body: unknown;
  /** what follows a cancel, a function or nothing */
  readonly ending: unknown;
  /** whether a call starts the task; the others cancel it */
  readonly isStart: (call: SyncEvent) => boolean;
  /** what becomes of a start while an earlier run goes on */
  readonly flatten: Flattening;
  readonly running: RunningTasks;
}

/** A start, whom its outcome goes to, and whether it has been cancelled. */
interface Start {
  readonly event: SyncEvent;
  readonly answer: Answer | undefined;
  cancelled: boolean;
}

const CANCELLED: ReplyError = { code: "cancelled", message: "it was cancelled before it began" };

/**
 * Runs a task per start. A cancel ends all runs that were asked for before it, also such as wait for their turn.
 *
 * ```
 * call$    --s----sc------s---     s start, c cancel
 * body     --a-----!      a--|
 * ending           b-|
 * runTask  -------e-----------     e: refused, where the rule is "exhaust"
 * ```
 *
 * To `switch` is to cancel what runs and to start anew: the ending comes in between.
 *
 * @returns what failed, as events
 */
export function runTask({
  name,
  body,
  ending,
  isStart,
  flatten,
  running,
}: TaskRun): OperatorFunction<SyncEvent, SyncEvent> {
  const ends = (call: SyncEvent, { event }: Start): boolean =>
    isStart(call) ? flatten === "switch" && call !== event : meansRun(call, event);
  const refuse = ({ event, answer }: Start): Observable<SyncEvent> => {
    answer?.fail(BUSY);
    return of(failedCall(event, refusedCall(event, name)));
  };
  const serve = (
    handler: unknown,
    event: SyncEvent,
    answer: Answer | undefined,
    stop$: Observable<unknown>,
  ): Observable<SyncEvent> => (isHandler(handler) ? attempt({ name, handler, event, answer }, stop$) : EMPTY);

  return (call$) =>
    defer(() => {
      const starts = new Set<Start>();
      const run = (start: Start): Observable<SyncEvent> =>
        defer(() => {
          const { event, answer } = start;
          if (start.cancelled) {
            answer?.fail(CANCELLED);
            return EMPTY;
          }
          running.add(name);
          return concat(
            serve(body, event, answer, call$.pipe(filter((call) => ends(call, start)))),
            defer(() => (start.cancelled ? serve(ending, event, undefined, NEVER) : EMPTY)),
          ).pipe(
            finalize(() => {
              running.delete(name);
            }),
          );
        });
      const lane = new Lane({ flatten: flatten === "switch" ? "concat" : flatten, run, refuse });
      return call$.pipe(
        tap((call) => {
          for (const start of starts) start.cancelled ||= ends(call, start);
          if (!isStart(call)) answerOf(call)?.ok();
        }),
        filter(isStart),
        mergeMap((event) => {
          const start = { event, answer: answerOf(event), cancelled: false };
          starts.add(start);
          return lane.take(start).pipe(
            finalize(() => {
              starts.delete(start);
            }),
          );
        }),
      );
    });
}

/** A cancel of version 2 names the run that it means, by the request that started it. */
function meansRun(cancel: SyncEvent, start: SyncEvent): boolean {
  const run = cancel.envelope?.re;
  if (run === undefined) return true;
  const clients = [cancel, start].map((event) => lineOf(event)?.peer?.hello.client);
  return run === start.envelope?.id && clients[0] === clients[1];
}

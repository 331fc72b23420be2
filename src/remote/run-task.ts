import {
  catchError,
  concat,
  defer,
  EMPTY,
  exhaustMap,
  finalize,
  ignoreElements,
  type Observable,
  of,
  type OperatorFunction,
  takeUntil,
  tap,
} from "rxjs";
import { HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { lineOf } from "../session/addressed.ts";
import { failure } from "../session/failure.ts";
import { callOf } from "./call.ts";
import { outcome } from "./outcome.ts";
import type { RunningTasks } from "./running-tasks.ts";

/** One task of a key. */
export interface TaskRun {
  readonly name: string;
  /** the handler, a function or nothing */
  readonly body: unknown;
  /** what follows a cancel, a function or nothing */
  readonly ending: unknown;
  readonly cancel$: Observable<SyncEvent>;
  readonly running: RunningTasks;
}

/**
 * Runs a task once per start, and ignores starts while it runs.
 *
 * ```
 * starts   --s------s--s------
 * cancel$  -----c-------------
 * body     --a--!   a-----|
 * ending   -----b|
 * ```
 *
 * @returns what failed, as events
 */
export function runTask({ name, body, ending, cancel$, running }: TaskRun): OperatorFunction<SyncEvent, SyncEvent> {
  return exhaustMap((start) =>
    defer(() => {
      let cancelled = false;
      const stop$ = cancel$.pipe(
        tap(() => {
          cancelled = true;
        }),
      );
      running.add(name);
      return concat(
        attempt(name, body, start).pipe(takeUntil(stop$)),
        defer(() => (cancelled ? attempt(name, ending, start) : EMPTY)),
      ).pipe(
        finalize(() => {
          running.delete(name);
        }),
      );
    }),
  );
}

function attempt(name: string, handler: unknown, event: SyncEvent): Observable<SyncEvent> {
  if (typeof handler !== "function") return EMPTY;
  const args = callOf(event)?.args ?? {};
  return outcome((signal): unknown =>
    Reflect.apply(handler, undefined, [args, { signal, line: lineOf(event), bytes: event.bytes }]),
  ).pipe(
    ignoreElements(),
    catchError((error: unknown) => of(failure(new HandlerError(event.type, name, error)))),
  );
}

import { EMPTY, merge, mergeMap, type Observable, of, type OperatorFunction } from "rxjs";
import { WriteRefused } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { getEvent } from "../protocol/event-of.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import { lineOf } from "../session/addressed.ts";
import { failure } from "../session/failure.ts";
import { ofType } from "../session/of-type.ts";
import { checkWrite, type WritePolicy } from "./write-policy.ts";
import { writeOf } from "./write.ts";

/** A state that can be read and replaced: a `BehaviorSubject` is one. */
export interface StateHolder<S> {
  readonly value: S;
  /** replaces the state */
  next(state: S): void;
}

/** How writes are taken. */
export interface WritesOptions<S> extends WritePolicy {
  /** Looks at the state as it would become; returns what it shall become, or throws to refuse. */
  readonly check?: (next: S, before: S) => S;
}

/**
 * Applies the `_PATCH` and `_SET` of clients to a state, each as a whole or not at all.
 *
 * ```
 * session        --w----x----w--     w fits, x does not
 * holder.value   --a---------b--
 * writes(key)    -------e-------     e: WriteRefused, for session.errors$
 * ```
 *
 * A write is applied to the state as it is *now*, so changes that were not synced yet are kept. After a refused write its sender, and
 * nobody else, gets a `_SET` of the true state.
 *
 * @param holder where the state lives
 * @returns what failed, as events that `session.run` reports on `errors$`
 */
export function writes<S>(
  key: SyncKey<S>,
  holder: StateHolder<S>,
  options: WritesOptions<S> = {},
): OperatorFunction<SyncEvent, SyncEvent> {
  const { check = (next: S) => next } = options;

  const apply = (event: SyncEvent): Observable<SyncEvent> => {
    try {
      const write = writeOf(event);
      const before = holder.value;
      checkWrite(write, options, before);
      const next = check(write.applyTo(before), before);
      holder.next(next);
      return EMPTY;
    } catch (error) {
      lineOf(event)?.receive(getEvent(key));
      return of(failure(new WriteRefused(key, error)));
    }
  };

  return (events$) =>
    merge(
      events$.pipe(ofType(keyedType(EventType.patch, key))),
      events$.pipe(ofType(keyedType(EventType.set, key))),
    ).pipe(mergeMap(apply));
}

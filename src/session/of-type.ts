import { filter, type Observable, type OperatorFunction } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import { Session } from "./session.ts";

/**
 * Only the events of one type. On a session itself it is `session.on(type)`, which costs nothing for events of other types.
 *
 * ```
 * source        --a--b--a--|
 * ofType("a")   --a-----a--|
 * ```
 */
export function ofType(type: string): OperatorFunction<SyncEvent, SyncEvent> {
  return (source$: Observable<SyncEvent>) =>
    source$ instanceof Session ? source$.on(type) : source$.pipe(filter((event) => event.type === type));
}

import { concat, defer, EMPTY, merge, mergeMap, type Observable, of, tap } from "rxjs";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { getEvent, setEvent } from "../protocol/event-of.ts";
import { isRecord } from "../protocol/is-record.ts";
import { keyedType } from "../protocol/key.ts";
import { createPatch } from "../patch/create-patch.ts";
import { address, lineOf } from "../session/addressed.ts";
import type { Session } from "../session/session.ts";
import { writes } from "../sync/writes.ts";
import type { ExposedObject } from "./exposed-object.ts";
import type { ObjectWrites } from "./object-options.ts";

/**
 * Takes the writes of clients to an object. Of a `_SET` it takes the members that may be written and ignores the others, as a client sends
 * back whole states; a `_PATCH` that touches anything else is refused. Whoever then holds something untrue is sent a `_SET`.
 *
 * ```
 * session                     --w----x--s---     w fits, x does not, s sets a member that is read-only
 * objectWrites                -------e------     e: WriteRefused
 * ```
 *
 * @returns what failed, as events
 */
export function objectWrites(
  session: Session,
  key: string,
  object: ExposedObject,
  { root = false, allow = () => true, ...limits }: ObjectWrites = {},
): Observable<SyncEvent> {
  const policy = {
    ...limits,
    allow: (path: readonly string[]): boolean => object.writable.has(path[0] ?? "") && allow(path),
  };
  const take = (event: SyncEvent): Observable<SyncEvent> => of(event).pipe(writes(key, object, policy));

  /** A state that is only partly the client's to say. */
  const takeState = (
    event: SyncEvent,
    state: Readonly<Record<string, unknown>>,
    whole: boolean,
  ): Observable<SyncEvent> => {
    const { writable } = object;
    const kept = Object.fromEntries(Object.entries(state).filter(([name]) => writable.has(name)));
    const line = lineOf(event);
    const { envelope } = event;
    const set = envelope === undefined ? setEvent(key, kept) : { ...setEvent(key, kept), envelope };
    let refused = false;
    const taken$ = take(line === undefined ? set : address(set, line)).pipe(
      tap(() => {
        refused = true;
      }),
    );
    const corrected$ = defer(() => {
      // what is refused is corrected already
      if (!refused && envelope?.id === undefined && !isTrue(state, object, whole)) line?.receive(getEvent(key));
      return EMPTY;
    });
    return concat(taken$, corrected$);
  };
  const set$ = session
    .on(keyedType(EventType.set, key))
    .pipe(mergeMap((event) => (isRecord(event.data) ? takeState(event, event.data, false) : take(event))));
  const patch$ = session.on(keyedType(EventType.patch, key)).pipe(
    mergeMap((event) => {
      const state = root ? replacementOf(event.data) : undefined;
      return state === undefined ? take(event) : takeState(event, state, true);
    }),
  );
  return merge(set$, patch$);
}

/** The object that a patch puts in place of the whole. */
function replacementOf(data: unknown): Readonly<Record<string, unknown>> | undefined {
  const operations: readonly unknown[] = Array.isArray(data) ? data : [];
  const [operation] = operations;
  if (operations.length !== 1 || !isRecord(operation) || operation["path"] !== "") return undefined;
  const { op, value } = operation;
  return (op === "replace" || op === "add") && isRecord(value) ? value : undefined;
}

/** Whether all that a client said is so; if it said the whole, also whether it left nothing out. */
function isTrue(said: Readonly<Record<string, unknown>>, object: ExposedObject, whole: boolean): boolean {
  try {
    const { state } = object;
    const names = whole ? [...Object.keys(said), ...Object.keys(state)] : Object.keys(said);
    return names.every((name) => Object.hasOwn(state, name) && createPatch(said[name], state[name]).length === 0);
  } catch {
    return false;
  }
}

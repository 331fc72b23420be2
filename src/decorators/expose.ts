import { ignoreElements, map, merge, mergeMap, type Observable, tap } from "rxjs";
import { EventType } from "../protocol/events.ts";
import { keyedType } from "../protocol/key.ts";
import { actions } from "../remote/actions.ts";
import type { HandlerContext } from "../remote/handlers.ts";
import { sharedTasks } from "../remote/shared-tasks.ts";
import { disconnect } from "../session/disconnect.ts";
import { failure } from "../session/failure.ts";
import type { Pipeline } from "../session/session.ts";
import { publish } from "../sync/publish.ts";
import { behind } from "./behind.ts";
import { declared, type ExposeOptions, type Handlers } from "./declared.ts";
import { ExposedObject } from "./exposed-object.ts";
import { objectWrites } from "./object-writes.ts";
import { callHooks } from "./session-hooks.ts";

/**
 * Syncs an object: an ordinary pipeline, made of `publish`, `writes`, `actions` and `tasks`.
 *
 * ```
 * this.sync()       ---s--s---s--
 * expose(instance)  S--D------D--     a snapshot per line, then what has changed since
 * ```
 *
 * The object is read where it says that it has changed, when a line comes, and when a client asks for it; what did not change keeps its
 * identity from snapshot to snapshot, so nothing is cloned. A write of a client reaches writable members only, as a whole or not at all.
 *
 * To share an object, run one pipeline in many sessions: its tasks are then one list, and what it says goes to all of them.
 *
 * @param instance of a class with `@syncAll` or `@syncOnly`, or any object
 * @param options beside what its class says; an object of a class that says nothing needs a `key`
 * @throws TypeError when there is no key, no such method, or two members have one name on the wire
 */
export function expose(instance: object, options: ExposeOptions = {}): Pipeline {
  const declaration = declared(instance, options);
  const { key, registration, options: how, flatten } = declaration;
  const { handle } = registration;
  const object = new ExposedObject(instance, declaration, registration);
  const { sendOnInit = true, alwaysDelta = false } = how;
  const published = publish(key, object.state$, { sendOnInit, alwaysDelta });
  const handlers = withBytes(declaration.actions);
  const served = sharedTasks<unknown>(key, withBytes(declaration.tasks), {
    onCancel: withBytes(declaration.endings),
    flatten: flatten.tasks,
    runningObserver: {
      next: (running) => {
        if (how.exposeRunningTasks === true) object.run(running);
      },
    },
  });
  /** Reads the object first where the truth is asked for: what it has not synced yet is true as well. */
  const refreshed = (asked$: Observable<unknown>): Observable<never> =>
    asked$.pipe(
      tap(() => {
        object.refresh();
      }),
      ignoreElements(),
    );

  return (session) =>
    merge(
      object.errors$.pipe(map(failure)),
      refreshed(session.line$),
      // once the answer waits, so that the difference is not sent before it
      refreshed(session.on(keyedType(EventType.get, key)).pipe(mergeMap((event) => behind(session, event)))),
      published(session),
      objectWrites(session, key, object, how.writes),
      session.pipe(actions<unknown>(key, handlers, { flatten: flatten.actions })),
      served(session),
      handle.outgoing$.pipe(mergeMap((event) => behind(session, event(key)))),
      handle.dismissed$.pipe(
        tap((message) => {
          disconnect(session, message);
        }),
        ignoreElements(),
      ),
      callHooks(instance, session),
    );
}

/** A payload is the argument `data`, unless there is one of that name (PROTOCOL.md, "Binary events"). */
function withBytes(handlers: Handlers): Handlers {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, call]) => [
      name,
      (args: unknown, context: unknown): unknown => {
        const { bytes } = context as HandlerContext;
        return call(bytes === undefined ? args : { data: bytes, ...(args as object) }, context);
      },
    ]),
  );
}

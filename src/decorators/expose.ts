import { defer, map, merge, type Observable, scan, startWith } from "rxjs";
import { snapshot } from "../patch/snapshot.ts";
import type { Pipeline } from "../session/session.ts";
import { actions } from "../remote/actions.ts";
import { publish } from "../sync/publish.ts";
import { writes } from "../sync/writes.ts";
import { membersOf, stateOf } from "./members.ts";
import { keyOf, registrationOf } from "./registry.ts";

type State = Record<string, unknown>;

/**
 * Syncs an object of a decorated class: an ordinary pipeline, made of `publish`, `writes` and `actions`.
 *
 * ```
 * this.sync()       ---s--s---s--
 * expose(instance)  S--D------D--     a snapshot per line, then what has changed since
 * ```
 *
 * The object is read where it says that it has changed; what did not change keeps its identity from snapshot to snapshot, so nothing is cloned.
 * A write of a client reaches writable members only.
 *
 * @param instance of a class with `@syncAll`; it may be exposed to many sessions
 * @throws TypeError when its class has no key
 */
export function expose(instance: object): Pipeline {
  const key = keyOf(instance);
  if (key === undefined) throw new TypeError(`expose: put @syncAll("KEY") above class ${instance.constructor.name}`);
  const registration = registrationOf(instance);
  const state$: Observable<State> = defer(() =>
    registration.changed$.pipe(
      startWith(undefined),
      map(() => stateOf(instance)),
      scan((last: State | undefined, live) => snapshot(last, live), undefined),
      map((state) => state ?? {}),
    ),
  );
  const published = publish(key, state$);
  const holder = {
    get value(): State {
      return snapshot<State>(undefined, stateOf(instance));
    },
    next: (state: State): void => {
      assign(instance, state);
      registration.changed$.next(undefined);
    },
  };
  const allow = (path: readonly string[]): boolean =>
    membersOf(instance).some(({ name, writable }) => writable && name === path[0]);
  return (session) =>
    merge(
      published(session),
      session.pipe(writes(key, holder, { allow })),
      session.pipe(actions(key, Object.fromEntries(registration.actions))),
    );
}

function assign(instance: object, state: State): void {
  const before = stateOf(instance);
  const changed = membersOf(instance).filter(({ name, writable }) => writable && before[name] !== state[name]);
  for (const { name } of changed) Reflect.set(instance, name, state[name]);
}

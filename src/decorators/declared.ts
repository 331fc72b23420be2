import type { SchedulerLike } from "rxjs";
import type { Flattening } from "../remote/flatten.ts";
import type { MemberNames, ObjectOptions } from "./object-options.ts";
import { type Declaration, declarationOf, type Registration, registrationOf, type Remote } from "./registry.ts";

/** Methods by their names on the wire, or a list of those that keep theirs. */
export type RemoteNames = readonly string[] | Readonly<Record<string, string>>;

/** What becomes of calls while an earlier one of the same name still runs. */
export type Flattenings = Readonly<Record<string, Flattening>>;

/** What an object is exposed with. It stands beside what its class says, and before it where both say something. */
export interface ExposeOptions extends ObjectOptions {
  /** the name on the wire @default what the class says */
  readonly key?: string;
  /** the only members, in this order @default what the class says */
  readonly only?: MemberNames;
  /** methods that clients may call */
  readonly actions?: RemoteNames;
  /** methods that clients may start and cancel */
  readonly tasks?: RemoteNames;
  /** methods that follow the cancel of a task, by the name of the task on the wire */
  readonly onCancel?: Readonly<Record<string, string>>;
  /** what becomes of a call while an earlier one of the same name still runs, by names on the wire @default what the class says */
  readonly flatten?: Flattenings;
  /** the clock of `this.sync({ throttle })` @default asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

/** Functions by their names on the wire. */
export type Handlers = Readonly<Record<string, Remote["call"]>>;

/** What an object is exposed as. */
export interface Declared extends Declaration {
  readonly registration: Registration;
  readonly actions: Handlers;
  readonly tasks: Handlers;
  readonly endings: Handlers;
  readonly flatten: { readonly actions: Flattenings; readonly tasks: Flattenings };
}

/**
 * Puts together what a class and `expose` say.
 *
 * @throws TypeError when there is no key, or no such method
 */
export function declared(instance: object, given: ExposeOptions): Declared {
  const { key, only, actions, tasks, onCancel, scheduler, flatten, ...options } = given;
  const known = declarationOf(instance);
  const found = key ?? known?.key;
  const { name } = instance.constructor;
  if (found === undefined) throw new TypeError(`expose: put @syncAll("KEY") above class ${name}, or give it a key`);
  const registration = registrationOf(instance);
  if (scheduler !== undefined) registration.handle.scheduler = scheduler;
  const members = only ?? known?.only;
  return {
    key: found,
    options: { ...known?.options, ...options },
    ...(members === undefined ? {} : { only: members }),
    registration,
    actions: { ...named(registration.actions), ...methods(instance, actions) },
    tasks: { ...named(registration.tasks), ...methods(instance, tasks) },
    endings: { ...named(registration.endings), ...methods(instance, onCancel) },
    flatten: {
      actions: { ...flattenings(registration.actions), ...flatten },
      tasks: { ...flattenings(registration.tasks), ...flatten },
    },
  };
}

function named(remotes: ReadonlyMap<unknown, Remote>): Handlers {
  return Object.fromEntries([...remotes.values()].map(({ name, call }) => [name, call]));
}

function flattenings(remotes: ReadonlyMap<unknown, Remote>): Flattenings {
  return Object.fromEntries(
    [...remotes.values()].flatMap(({ name, flatten }) => (flatten === undefined ? [] : [[name, flatten]])),
  );
}

function methods(instance: object, names: RemoteNames = []): Handlers {
  const pairs = isList(names) ? names.map((name): [string, string] => [name, name]) : Object.entries(names);
  return Object.fromEntries(
    pairs.map(([wire, method]) => {
      const found: unknown = Reflect.get(instance, method);
      if (typeof found !== "function") throw new TypeError(`expose: ${instance.constructor.name} has no ${method}()`);
      return [wire, (args, context): unknown => Reflect.apply(found, instance, [args, context])];
    }),
  );
}

function isList(names: RemoteNames): names is readonly string[] {
  return Array.isArray(names);
}

import type { Flattening } from "../remote/flatten.ts";
import { SyncHandle } from "./sync-handle.ts";
import type { MemberNames, ObjectOptions } from "./object-options.ts";

/** What a class says of its objects. */
export interface Declaration {
  readonly key: string;
  /** the only members, in this order; absent for all public ones */
  readonly only?: MemberNames;
  readonly options: ObjectOptions;
}

/** A method that the other end may call. */
export interface Remote {
  /** its name on the wire */
  readonly name: string;
  /** what becomes of a call while an earlier one still runs; absent for what is usual */
  readonly flatten?: Flattening;
  readonly call: (args: unknown, context: unknown) => unknown;
}

/** What is known of one object that is synced. */
export interface Registration {
  /** what the object says: that it has changed, and what it wants sent */
  readonly handle: SyncHandle;
  /** by the name of the method, so that one that overrides another takes its place */
  readonly actions: Map<string | symbol, Remote>;
  readonly tasks: Map<string | symbol, Remote>;
  /** what follows the cancel of a task; `name` is that of the task */
  readonly endings: Map<string | symbol, Remote>;
}

const registrations = new WeakMap<object, Registration>();
const declarations = new WeakMap<object, Declaration>();

/** The registration of an object; made when it is first asked for, since decorators run before the object is complete. */
export function registrationOf(instance: object): Registration {
  const known = registrations.get(instance);
  if (known !== undefined) return known;
  const made: Registration = {
    handle: new SyncHandle(),
    actions: new Map(),
    tasks: new Map(),
    endings: new Map(),
  };
  registrations.set(instance, made);
  return made;
}

/** Keeps what a class says. */
export function declare(constructor: object, declaration: Declaration): void {
  declarations.set(constructor, declaration);
}

/** What an object's class says, or the nearest class above it that says anything. */
export function declarationOf(instance: object): Declaration | undefined {
  for (
    let prototype: unknown = Object.getPrototypeOf(instance);
    isObject(prototype);
    prototype = Object.getPrototypeOf(prototype)
  ) {
    const found = Object.hasOwn(prototype, "constructor") ? declarations.get(prototype.constructor) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

import { Subject } from "rxjs";

/** What is known of one object that is synced. */
export interface Registration {
  /** the object says that it has changed */
  readonly changed$: Subject<undefined>;
  /** methods that may be called from the other end, by their name on the wire */
  readonly actions: Map<string, (args: unknown) => unknown>;
}

const registrations = new WeakMap<object, Registration>();
const keys = new WeakMap<object, string>();

/** The registration of an object; made when it is first asked for, since decorators run before the object is complete. */
export function registrationOf(instance: object): Registration {
  const known = registrations.get(instance);
  if (known !== undefined) return known;
  const made: Registration = { changed$: new Subject(), actions: new Map() };
  registrations.set(instance, made);
  return made;
}

/** Keeps the key of a class. */
export function setKey(constructor: object, key: string): void {
  keys.set(constructor, key);
}

/** The key of an object's class, or of the nearest class above it that has one. */
export function keyOf(instance: object): string | undefined {
  for (
    let prototype: unknown = Object.getPrototypeOf(instance);
    isObject(prototype);
    prototype = Object.getPrototypeOf(prototype)
  ) {
    const key = Object.hasOwn(prototype, "constructor") ? keys.get(prototype.constructor) : undefined;
    if (key !== undefined) return key;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

type AnyFunction = (...args: never[]) => unknown;

/** What JSON leaves out of an object, and writes as `null` in a list. */
type Absent = AnyFunction | symbol | undefined;

/** What JSON cannot carry, or only with a loss: `snapshot` throws for it. */
type NoJson = bigint | ReadonlyMap<never, unknown> | ReadonlySet<never> | WeakMap<never, unknown> | WeakSet<never>;

/** The names that JSON writes: of members that are not functions only. */
type WrittenName<T> = {
  [Name in keyof T]-?: Name extends symbol ? never : [T[Name]] extends [Absent] ? never : Name;
}[keyof T];

/** The names of members that may be `undefined`, and are then missing. */
type PerhapsName<T> = {
  [Name in keyof T]-?: unknown extends T[Name] ? never : undefined extends T[Name] ? Name : never;
}[keyof T];

type WireObject<T> = {
  readonly [Name in keyof T as Name extends Exclude<WrittenName<T>, PerhapsName<T>> ? Name : never]: Wire<T[Name]>;
} & {
  readonly [Name in keyof T as Name extends WrittenName<T> & PerhapsName<T> ? Name : never]?: Wire<
    Exclude<T[Name], undefined>
  >;
};

/** A value that says itself what it is as JSON. */
interface Speaking<Said> {
  /** as `JSON.stringify` asks */
  toJSON: (...args: never[]) => Said;
}

/**
 * The type of a value at the other end of the wire: dates are texts (whatever has `toJSON` is what that returns), methods and symbols are
 * left out, `undefined` members may be missing, everything is `readonly`. What has no place in JSON is `never`.
 *
 * A getter on the prototype of a nested object is not written by JSON, which types cannot tell: give such a class a `toJSON`.
 */
export type Wire<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null
    ? T
    : T extends Speaking<infer Said>
      ? Wire<Said>
      : T extends Absent | NoJson
        ? never
        : T extends readonly unknown[]
          ? {
              readonly [At in keyof T]:
                Wire<Exclude<T[At], Absent>> | (Extract<T[At], Absent> extends never ? never : null);
            }
          : T extends object
            ? Flat<WireObject<T>>
            : never;

/** An intersection as the one object that it is. */
export type Flat<T> = { [Name in keyof T]: T[Name] };

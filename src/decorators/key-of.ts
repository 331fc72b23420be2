import type { Observable } from "rxjs";
import type { SyncKey } from "../protocol/key.ts";
import type { CasedName } from "./cased-name.ts";
import type { Casing } from "./casing.ts";
import type { RemoteNames } from "./declared.ts";
import type { MemberNames } from "./object-options.ts";
import type { SessionHooks } from "./session-hooks.ts";
import type { Flat, Wire } from "./wire-value.ts";

/** What of the options of an object shows in its key. Those of `@syncAll`, `@syncOnly` and `expose` are such. */
export interface KeyShape {
  readonly only?: MemberNames;
  readonly include?: MemberNames;
  readonly exclude?: readonly string[];
  readonly casing?: Casing;
  readonly exposeRunningTasks?: boolean;
  /** @default the methods that are no tasks */
  readonly actions?: RemoteNames;
  /** @default the methods that return a generator, an async iterable or an observable */
  readonly tasks?: RemoteNames;
}

/** Any class. */
export type AnyClass = abstract new (...args: never[]) => object;

type AnyMethod = (...args: never[]) => unknown;
/** An option that is certainly given. */
type OptionOf<Shape, Name extends keyof KeyShape> =
  Shape extends Readonly<Record<Name, infer Option>> ? Option : undefined;

// --- members ---

type PublicName<T> = {
  [Name in keyof T]-?: Name extends "sync" | `_${string}` | symbol | number
    ? never
    : [Exclude<T[Name], undefined>] extends [AnyMethod]
      ? never
      : Name;
}[keyof T];

type ChosenName<T, Shape> = Exclude<
  | (OptionOf<Shape, "only"> extends infer Only extends MemberNames ? keyof Only : PublicName<T>)
  | (OptionOf<Shape, "include"> extends infer Include extends MemberNames ? keyof Include : never),
  OptionOf<Shape, "exclude"> extends infer Exclude extends readonly string[] ? Exclude[number] : never
>;

type GivenName<Shape, Name> = Name extends keyof OptionOf<Shape, "include">
  ? OptionOf<Shape, "include">[Name]
  : Name extends keyof OptionOf<Shape, "only">
    ? OptionOf<Shape, "only">[Name]
    : true;

type WireName<Shape, Name> =
  GivenName<Shape, Name> extends infer Given extends string
    ? Given
    : CasedName<Name & string, OptionOf<Shape, "casing"> extends infer How extends Casing ? How : undefined>;

type Renamed<State, Shape> = { [Name in keyof State as WireName<Shape, Name>]: State[Name] };

type Running<Shape> =
  OptionOf<Shape, "exposeRunningTasks"> extends true
    ? Readonly<Record<OptionOf<Shape, "casing"> extends "camel" ? "runningTasks" : "running_tasks", readonly string[]>>
    : unknown;

/** The state of an object at the other end. */
export type StateOfObject<T, Shape> = Flat<
  Renamed<Wire<{ [Name in keyof T as Name extends ChosenName<T, Shape> ? Name : never]: T[Name] }>, Shape> &
    Running<Shape>
>;

// --- methods ---

type MethodName<T> = {
  [Name in keyof T]-?: Name extends "sync" | `_${string}` | keyof SessionHooks
    ? never
    : T[Name] extends AnyMethod
      ? Parameters<T[Name]> extends readonly [] | readonly [(object | undefined)?, ...unknown[]]
        ? Name & string
        : never
      : never;
}[keyof T];

type Streamed =
  Observable<unknown> | AsyncIterable<unknown> | Iterator<unknown, unknown, never> | (object & Iterable<unknown>);

type TaskName<T> = {
  [Name in MethodName<T>]: T[Name] extends (...args: never[]) => infer Result
    ? Result extends readonly unknown[]
      ? never
      : Result extends Streamed
        ? Name
        : never
    : never;
}[MethodName<T>];

/** Names on the wire and the methods they call, as a list or a record says. */
type Named<Names> = Names extends readonly (infer Name extends string)[]
  ? { readonly [Each in Name]: Each }
  : { readonly [Each in keyof Names]: Names[Each] };

type ActionNames<T, Shape> =
  OptionOf<Shape, "actions"> extends infer Names extends RemoteNames
    ? Named<Names>
    : { readonly [Name in Exclude<MethodName<T>, TaskMethod<T, Shape>>]: Name };

type TaskNames<T, Shape> =
  OptionOf<Shape, "tasks"> extends infer Names extends RemoteNames
    ? Named<Names>
    : { readonly [Name in TaskName<T>]: Name };

type TaskMethod<T, Shape> = TaskNames<T, Shape>[keyof TaskNames<T, Shape>];

/** Named arguments; a payload travels beside them. */
type WireArgs<Args> = [Args] extends [{ readonly data: Uint8Array }] ? Omit<Args, "data"> : Args;

/** What a function without a result returns. */
type Nothing = ReturnType<() => void>;

/** What a run tells of itself: what it yields, but for what it waits for. */
type Told<Result> =
  Result extends Observable<infer Value>
    ? Wire<Value>
    : Result extends AsyncIterable<infer Value>
      ? Wire<Value>
      : Result extends Iterator<infer Value, unknown, never> | Iterable<infer Value>
        ? Wire<Exclude<Value, Observable<unknown> | PromiseLike<unknown>>>
        : Nothing;

type Answered<Result> = [Awaited<Result>] extends [Nothing] ? Nothing : Wire<Awaited<Result>>;

/** A method as the other end calls it. */
export type RemoteCall<Method, AsTask> = Method extends (...args: infer Args extends readonly unknown[]) => infer Result
  ? Args extends readonly []
    ? () => AsTask extends true ? Told<Result> : Answered<Result>
    : (args: WireArgs<Exclude<Args[0], undefined>>) => AsTask extends true ? Told<Result> : Answered<Result>
  : never;

type Remotes<T, Names, AsTask> = {
  [Name in keyof Names]: Names[Name] extends keyof T ? RemoteCall<T[Names[Name]], AsTask> : never;
};

/**
 * The key of a class, for a client that imports the class as a type only: its state, actions and tasks as they are on the wire.
 *
 * ```ts
 * import type { Notes } from "../server/notes.ts";
 * export const NOTES = syncKey<KeyOf<typeof Notes>>("NOTES");
 * ```
 *
 * Decorators do not change the type of a class, so this goes by what types can see. Members are the public fields and getters. Public
 * methods with no argument or one object are actions, those of them that return a generator, an async iterable or an observable are
 * tasks; `private`, `#x` and `_x` are neither. Where the class says more than that, the same options say it here, as one constant for both:
 *
 * ```ts
 * const OPTIONS = { casing: "snake", exclude: ["draft"] } as const;
 * const NOTES = syncKey<KeyOf<typeof Notes, typeof OPTIONS>>("NOTES");
 * // @syncAll(NOTES, OPTIONS) above the class then checks that the two agree
 * ```
 *
 * @typeParam Shape options that show on the wire; `actions` and `tasks` list the methods where the rule does not fit, as lists or as
 * `{ RENAME: "rename" }`
 */
export type KeyOf<Class extends AnyClass, Shape extends KeyShape = KeyShape> = SyncKey<
  StateOfObject<InstanceType<Class>, Shape>,
  Remotes<InstanceType<Class>, ActionNames<InstanceType<Class>, Shape>, false>,
  Remotes<InstanceType<Class>, TaskNames<InstanceType<Class>, Shape>, true>
>;

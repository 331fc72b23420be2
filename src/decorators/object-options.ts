import type { WritesOptions } from "../sync/writes.ts";
import type { Casing } from "./casing.ts";

/** Members by name: `true` shows one under its own name (in the casing asked for), a text under that very text. */
export type MemberNames = Readonly<Record<string, true | string>>;

/** The state of an object, by the names it has on the wire. */
export type ObjectState = Record<string, unknown>;

/** What clients may write, beside what the members themselves allow; paths and states have their names of the wire. */
export type ObjectWrites = Omit<WritesOptions<ObjectState>, "root"> & {
  /** whether a patch may replace the whole object; it is then taken as a `_SET` @default false */
  readonly root?: boolean;
};

/** How an object is synced. */
export interface ObjectOptions {
  /** further members, also such as begin with `_` */
  readonly include?: MemberNames;
  /** members that are not synced */
  readonly exclude?: readonly string[];
  /** how names that are not given are written on the wire, in both directions @default as they are */
  readonly casing?: Casing;
  /** whether a new line gets the state at once; otherwise it has to ask with `_GET` @default true */
  readonly sendOnInit?: boolean;
  /** adds the names of the running tasks as the last member, `running_tasks` or in camel casing `runningTasks` @default false */
  readonly exposeRunningTasks?: boolean;
  /** what clients may not write: all, or some members by their names in the class; what has no setter they never may @default nothing */
  readonly readOnly?: boolean | readonly string[];
  /** whether a write also sends what getters make of it; otherwise that goes with the next `sync()`, as in the original @default true */
  readonly derivedOnWrite?: boolean;
  /** never a `_SET` where a `_PATCH` will do, even if that is larger, as in the original @default false */
  readonly alwaysDelta?: boolean;
  /** limits to what clients may write */
  readonly writes?: ObjectWrites;
}

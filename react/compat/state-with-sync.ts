import type { Loose } from "./loose.ts";
import type { SendableBytes } from "./payload.ts";

/** A call of an action: `type` names it, the other members are its arguments. */
export type Action = { type: string } & Record<string, Loose>;

/** The start of a task: `type` names it, the other members are its arguments. */
export type TaskStart = { type: string } & Record<string, Loose>;

/** The end of a task that `type` names. */
export interface TaskCancel {
  type: string;
}

/** Sends what this run of a reducer changes. */
export type Sync = () => void;

/** Lets the server run this action, or another. */
export type Delegate = (actionOverride?: Action) => void;

/** Changes a draft of the state, or returns the next one. It must be pure: what changes a state without a line is run again on the next one. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- the original's: a reducer that changes its draft returns nothing
export type SyncedReducer<S> = (draft: S, action: Action, sync: Sync, delegate: Delegate) => S | void;

/** What can be asked of the server for one key. All keep their identity for as long as session and key are the same. */
export interface RemoteCalls<S> {
  /** asks for the server's state */
  fetchRemoteState: () => void;
  /** sends a whole state, and shows it */
  sendState: (state: S) => void;
  /** calls an action, now or with the next line */
  sendAction: (action: Action) => void;
  /** starts a task, now or with the next line */
  startTask: (task: TaskStart) => void;
  /** cancels a task */
  cancelTask: (task: TaskCancel) => void;
  /** calls an action with bytes, now or with the next line */
  sendBinary: (action: Action, data: SendableBytes) => void;
}

type SetterMethodNames<T> = { [K in keyof T as `set${Capitalize<string & K>}`]: (value: T[K]) => void };
type SyncerMethodNames<T> = { [K in keyof T as `sync${Capitalize<string & K>}`]: (value: T[K]) => void };

/** A state with `setX` (here only) and `syncX` (here and on the server) for every member, and what can be asked of the server. */
export type StateWithSync<S> = S & SetterMethodNames<S> & SyncerMethodNames<S> & RemoteCalls<S>;

/** A state to read. */
export type StateWithFetch<S> = S & {
  /** asks for the server's state */
  fetchRemoteState: () => void;
};

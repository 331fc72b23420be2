import { Subject, Subscription } from "rxjs";
import type { Session as CoreSession } from "ws-sync-rx";
import { type SendableBytes, withBytes } from "../compat/payload.ts";
import { ServerCalls } from "../compat/server-calls.ts";
import { Session } from "../compat/session.ts";
import type { Action, TaskCancel, TaskStart } from "../compat/state-with-sync.ts";
import { type CreateDelegators, type CreateTaskDelegators, delegators } from "./delegators.ts";
import { ExposedActions, type ExposedHandlers } from "./exposed-actions.ts";
import { FlushTimers } from "./flush-timers.ts";
import type { Members } from "./pending.ts";
import { hookOfAnswer, hookOfHandlers } from "./store-hooks.ts";
import { StoreLink, type StoreMembers } from "./store-link.ts";
import type { SyncOptions, SyncParams } from "./sync-options.ts";

/** Everything that the original has on `store.sync`, and on its `obj`. */
export class StoreSync {
  readonly key: string;
  readonly session: Session | CoreSession;
  sendOnInit: boolean;
  /** has no effect: what is sent is always the difference */
  compressThreshold: number | null = 5;
  /** ms since 1970, 0 before the first time */
  lastSyncTime = 0;
  readonly createDelegators: CreateDelegators;
  readonly createTaskDelegators: CreateTaskDelegators;
  /** Lets the server call functions while a component is mounted. */
  readonly useExposedActions: (handlers: ExposedHandlers) => void;
  /** Whether every change has been sent, in a component. */
  readonly useIsSynced: () => boolean;

  readonly #core: CoreSession;
  readonly #calls: ServerCalls;
  readonly #exposed: ExposedActions;
  readonly #timers: FlushTimers;
  readonly #synced$ = new Subject<undefined>();
  readonly #served = new Subscription();
  #link: StoreLink | undefined;

  constructor(readonly options: SyncOptions) {
    const { key, session, sendOnInit = false, exposedActions } = options;
    this.key = key;
    this.session = session;
    this.sendOnInit = sendOnInit;
    this.#core = session instanceof Session ? session.core : session;
    this.#calls = new ServerCalls(this.#core, key);
    this.#exposed = new ExposedActions(exposedActions);
    this.#timers = new FlushTimers(this.#core.env.scheduler, () => this.flush());
    this.useExposedActions = hookOfHandlers((handlers) => this.registerExposedActions(handlers));
    this.useIsSynced = hookOfAnswer(this.#synced$, () => this.#link?.isSynced ?? true);
    this.createDelegators = delegators(
      (type) => (args?: object | null) => this.sendAction({ type, ...args }),
    ) as CreateDelegators;
    this.createTaskDelegators = delegators((type) => ({
      start: (args?: object | null) => this.startTask({ type, ...args }),
      cancel: () => this.cancelTask({ type }),
    })) as CreateTaskDelegators;
  }

  /** Begins to follow the server. @returns what the store starts with @internal */
  begin(initial: Members, store: StoreMembers): Members {
    const link = new StoreLink(this.#core, this.options, store, initial, () => this.#synced$.next(undefined));
    this.#link = link;
    const { session } = this;
    const binaryType = (): BinaryType => (session instanceof Session ? session.binaryType : "arraybuffer");
    this.#served.add(link.served$.subscribe());
    this.#served.add(this.#exposed.serve(this.#core, this.key, () => store.get(), binaryType).subscribe());
    return link.first;
  }

  /** Notes a change of the store; `sync` sends it. @internal */
  note(before: Members, after: Members, again: (state: Members) => Members): void {
    this.#link?.note(before, after, again);
  }

  /** Sends what was changed since the last time: at once, or when nothing more comes. */
  sync(params: SyncParams = {}): void {
    if ((params.debounceMs ?? 0) <= 0) this.flush();
    else if (this.#link?.hasChanges === true) this.#timers.later(params);
  }

  /** Sends what was changed, now; without a line, with the next. */
  flush(): void {
    this.#timers.stop();
    if (this.#link?.hasChanges !== true) return;
    this.#link.flush();
    this.lastSyncTime = this.#core.env.scheduler.now();
  }

  /** Calls an action of the server, after what was changed before. */
  sendAction(action: Action): void {
    this.flush();
    if (this.#accepts()) this.#calls.call(action);
  }

  /** Starts a task of the server, after what was changed before. */
  startTask(task: TaskStart): void {
    this.flush();
    if (this.#accepts()) this.#calls.start(task);
  }

  /** Cancels a task of the server. */
  cancelTask(task: TaskCancel): void {
    this.flush();
    if (this.#accepts()) this.#calls.cancel(task);
  }

  /** Calls an action of the server with bytes, after what was changed before. */
  sendBinary(action: Action, data: SendableBytes): void {
    this.flush();
    if (this.#accepts()) withBytes(this.#core, data, (bytes) => this.#calls.call(action, bytes));
  }

  /** Asks for the server's state; what was changed and not sent is forgotten. */
  fetchRemoteState(): void {
    this.#timers.stop();
    this.#link?.fetch();
  }

  /** Sends a whole state, and shows it; what was changed and not sent is forgotten. */
  sendState(state: unknown): void {
    this.#timers.stop();
    this.#link?.send(state as Members);
  }

  /** Lets the server call functions. @returns forgets them @throws Error when there is one of a name already */
  registerExposedActions(handlers: ExposedHandlers): () => void {
    return this.#exposed.register(handlers);
  }

  /** Ends it: the store is no longer synced. What was changed is sent before. */
  cleanup(): void {
    this.flush();
    this.#served.unsubscribe();
  }

  #accepts(): boolean {
    return !(this.session instanceof Session) || this.session.accepts();
  }
}

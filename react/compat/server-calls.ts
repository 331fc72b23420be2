import { firstValueFrom, Subscription } from "rxjs";
import { action, EventType, keyedType, type Session as CoreSession, task } from "ws-sync-rx";
import type { Action, TaskCancel, TaskStart } from "./state-with-sync.ts";

/** ms that a call may take: as long as timers go, since pages of the original do not wait for the end of one */
const LONGEST = 2_147_483_647;

/** Calls of one key: in order, also behind the writes of the copy, and kept while there is no line. What fails is on `errors$` of the session. */
export class ServerCalls {
  readonly #runs = new Map<string, Subscription>();

  constructor(
    readonly core: CoreSession,
    readonly key: string,
  ) {}

  /** Calls an action, with bytes or without. */
  call({ type, ...args }: Action, bytes?: Uint8Array): void {
    const options = { timeout: LONGEST, ...(bytes === undefined ? {} : { bytes }) };
    const called$ = action(this.core, this.key, type, args, options);
    firstValueFrom(called$, { defaultValue: undefined }).catch(this.#failed);
  }

  /** Starts a task. */
  start({ type, ...args }: TaskStart): void {
    this.#runs.set(type, task(this.core, this.key, type, args).subscribe({ error: this.#failed }));
  }

  /** Cancels a task, whoever started it. */
  cancel({ type }: TaskCancel): void {
    const run = this.#runs.get(type) ?? Subscription.EMPTY;
    if (run.closed) this.core.next({ type: keyedType(EventType.taskCancel, this.key), data: { type } });
    run.unsubscribe();
    this.#runs.delete(type);
  }

  readonly #failed = (error: unknown): void =>
    this.core.report(error instanceof Error ? error : new Error(String(error)));
}

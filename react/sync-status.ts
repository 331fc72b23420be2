import { merge, type Observable } from "rxjs";
import type { ConnectionStatus, Session } from "ws-sync-rx";
import { perSession } from "./per-session.ts";

/** What a page can say about whether everything has arrived. */
export interface SyncStatus {
  readonly phase: ConnectionStatus["phase"];
  /**
   * whether every write, action and task has its outcome: the server has said so. An original server says nothing, there it is `true` when
   * everything was sent
   */
  readonly saved: boolean;
  /** how many of them wait to be sent: for a line, or for the answer to an earlier one */
  readonly waiting: number;
  /** how many were sent and have no answer; a task has its answer when it is over */
  readonly sent: number;
  /** when the oldest of all these was made, in ms of the session's clock; `undefined` when there is none */
  readonly since: number | undefined;
}

/** Before anything is known of a session, and on a server. */
export const NOTHING_ASKED: SyncStatus = { phase: "connecting", saved: true, waiting: 0, sent: 0, since: undefined };

/** The present status of a session, the same object while it says the same. */
export class SyncStatusOf {
  readonly #session: Session;
  #value = NOTHING_ASKED;
  /** Emits whenever the value may be another. */
  readonly changes$: Observable<unknown>;

  constructor(session: Session) {
    this.#session = session;
    this.changes$ = merge(session.status$, session.outbox.entries$);
  }

  get value(): SyncStatus {
    const { outbox, status } = this.#session;
    const { entries } = outbox;
    const waiting = entries.filter(({ state }) => state === "waiting").length;
    const since = entries.length === 0 ? undefined : Math.min(...entries.map((entry) => entry.since));
    const { phase } = status;
    const saved = entries.length === 0;
    const next: SyncStatus = { phase, saved, waiting, sent: entries.length - waiting, since };
    if (!saysTheSame(this.#value, next)) this.#value = next;
    return this.#value;
  }
}

export const syncStatusOf = perSession((session) => new SyncStatusOf(session));

function saysTheSame(a: SyncStatus, b: SyncStatus): boolean {
  return a.phase === b.phase && a.waiting === b.waiting && a.sent === b.sent && a.since === b.since;
}

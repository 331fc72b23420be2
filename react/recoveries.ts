import { type Observable, share, tap } from "rxjs";
import type { Recovery, Session } from "ws-sync-rx";
import { perSession } from "./per-session.ts";

/** How the states of a session were last brought up to date, remembered while somebody asks. */
export class Recoveries {
  #last: Readonly<Record<string, Recovery>> = {};
  /** Emits whenever a line has been brought up to date. */
  readonly changes$: Observable<unknown>;

  constructor(session: Session) {
    this.changes$ = session.recovery$.pipe(
      tap((recovered) => {
        this.#last = recovered;
      }),
      share(),
    );
  }

  of(key: string): Recovery | undefined {
    return Object.hasOwn(this.#last, key) ? this.#last[key] : undefined;
  }
}

export const recoveriesOf = perSession((session) => new Recoveries(session));

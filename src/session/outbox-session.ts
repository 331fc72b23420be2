import type { Observable } from "rxjs";
import type { Env } from "../connection/env.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { Introduction } from "./introduction.ts";
import type { Line } from "./line.ts";
import type { ConnectionStatus } from "./status.ts";

/** The session, as far as its outbox needs it. */
export interface OutboxSession {
  readonly env: Pick<Env, "scheduler">;
  readonly status: ConnectionStatus;
  readonly status$: Observable<ConnectionStatus>;
  readonly ended$: Observable<undefined>;
  readonly lines: readonly Line[];
  readonly introduction: Introduction;
  on(type: string): Observable<SyncEvent>;
  next(event: SyncEvent): void;
}

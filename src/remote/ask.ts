import { Observable } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import { RequestError } from "../protocol/request-error.ts";
import type { OfflinePolicy } from "../session/request.ts";

/** How something is asked of a server. */
export interface AskOptions {
  /**
   * what becomes of it without a live line: `queue` it is sent when there is one, `fail` it fails at once, `latest` it is sent when there is one, in
   * place of an earlier one of the same name @default "queue"
   */
  readonly offline?: OfflinePolicy;
  /** ms that the server has to answer, from sending on @default 30_000 for actions, no limit for tasks */
  readonly timeout?: number;
  /** takes it back while it waits, and gives up waiting for its outcome afterwards: it fails with `cancelled` */
  readonly signal?: AbortSignal;
  /** a payload, sent as a binary event */
  readonly bytes?: Uint8Array;
}

/** About how long an event is; only for the bounds of the outbox. One that is no JSON fails when it is to be sent, and not before. */
export function sizeOf({ data, bytes }: SyncEvent): number {
  try {
    return JSON.stringify(data ?? null).length + (bytes?.length ?? 0);
  } catch {
    return 0;
  }
}

/** Errors with `cancelled` once a signal is aborted, and unsubscribes from the source. */
export function untilAborted<T>(source$: Observable<T>, signal: AbortSignal | undefined, name: string): Observable<T> {
  if (signal === undefined) return source$;
  return new Observable((subscriber) => {
    const abort = (): void => {
      subscriber.error(new RequestError(name, { code: "cancelled", message: "its signal was aborted" }));
    };
    if (signal.aborted) abort();
    else {
      signal.addEventListener("abort", abort);
      subscriber.add(() => {
        signal.removeEventListener("abort", abort);
      });
      subscriber.add(source$.subscribe(subscriber));
    }
  });
}

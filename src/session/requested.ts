import { Observable } from "rxjs";
import type { Submitted } from "./outbox-entry.ts";
import type { Request, Settled } from "./request.ts";

/**
 * Makes a request on subscription.
 *
 * ```
 * requested  ----v|     answered
 * requested  |          sent to an original server, which does not answer
 * requested  ----#      RequestError
 * ```
 *
 * Unsubscribing takes it back while it waits, and forgets its outcome afterwards.
 */
export function requested(submit: (request: Request) => Submitted, request: Request): Observable<unknown> {
  return new Observable((subscriber) => {
    const settled = (end: Settled): readonly Request[] | undefined => {
      const instead = request.settled(end);
      if (instead !== undefined) return instead;
      if (end.kind === "done") subscriber.next(end.value);
      if (end.kind === "failed") subscriber.error(end.error);
      else subscriber.complete();
      return undefined;
    };
    const submitted = submit({ ...request, settled });
    return () => {
      submitted.withdraw();
    };
  });
}

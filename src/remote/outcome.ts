import { from, isObservable, Observable, of } from "rxjs";

/**
 * Runs a function on subscription and follows what it returns: a value, a promise or an observable.
 *
 * ```
 * outcome(() => 1)        (1|)
 * outcome(() => promise)  ---(1|)
 * outcome(() => a$)       --a--b--|
 * ```
 *
 * Unsubscribing aborts the signal that the function was given. What it throws is an error of the stream.
 */
export function outcome(run: (signal: AbortSignal) => unknown): Observable<unknown> {
  return new Observable((subscriber) => {
    const abort = new AbortController();
    subscriber.add(() => {
      abort.abort();
    });
    try {
      const result = run(abort.signal);
      subscriber.add(followed(result).subscribe(subscriber));
    } catch (error) {
      subscriber.error(error);
    }
  });
}

function followed(result: unknown): Observable<unknown> {
  if (isObservable(result)) return result;
  return isPromiseLike(result) ? from(result) : of(result);
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

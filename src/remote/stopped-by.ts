import { type MonoTypeOperatorFunction, Observable, Subscription, UnsubscriptionError } from "rxjs";

/**
 * `takeUntil`, for a source that may fail while it is unsubscribed, as a generator whose `finally` throws: that is an error of the stream
 * here, where `takeUntil` would never complete.
 *
 * ```
 * source$           --a--b-------
 * stop$             -------s-----
 * stoppedBy(stop$)  --a--b-|         or # when the teardown of source$ throws
 * ```
 */
export function stoppedBy<T>(stop$: Observable<unknown>): MonoTypeOperatorFunction<T> {
  return (source$) =>
    new Observable((subscriber) => {
      const running = new Subscription();
      const stop = (): void => {
        try {
          running.unsubscribe();
          subscriber.complete();
        } catch (error) {
          subscriber.error(error instanceof UnsubscriptionError ? error.errors[0] : error);
        }
      };
      subscriber.add(stop$.subscribe(stop));
      subscriber.add(running);
      running.add(
        source$.subscribe({
          next: (value) => {
            subscriber.next(value);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            subscriber.complete();
          },
        }),
      );
    });
}

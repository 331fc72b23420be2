import { type MonoTypeOperatorFunction, Observable } from "rxjs";

/**
 * Completes a stream when its session ends; whoever comes later still gets what it says at once.
 *
 * ```
 * source$              a--b-----
 * ended$               -----e
 * untilEnded(ended$)   a--b-|        subscribed later: (b|)
 * ```
 */
export function untilEnded<T>(ended$: Observable<unknown>): MonoTypeOperatorFunction<T> {
  return (source$) =>
    new Observable((subscriber) => {
      subscriber.add(source$.subscribe(subscriber));
      subscriber.add(
        ended$.subscribe(() => {
          subscriber.complete();
        }),
      );
    });
}

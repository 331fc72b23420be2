import { Observable } from "rxjs";

/**
 * Follows an async iterable, such as an async generator.
 *
 * ```
 * async function*     yield a; await …; yield b;
 * fromAsyncIterable   a-------------------b|
 * ```
 *
 * Unsubscribing calls `return()` at once; RxJS's `from` would do so only after the next value. A step that is under way still ends first,
 * as nothing can interrupt an `await`: give what it awaits an `AbortSignal`.
 */
export function fromAsyncIterable<T>(iterable: AsyncIterable<T>): Observable<T> {
  return new Observable((subscriber) => {
    const iterator = iterable[Symbol.asyncIterator]();
    let ended = false;
    const follow = async (): Promise<void> => {
      while (!subscriber.closed) {
        const step = await iterator.next();
        ended = step.done === true;
        if (step.done === true) subscriber.complete();
        else subscriber.next(step.value);
      }
    };
    const fail = (error: unknown): void => subscriber.error(error);
    follow().catch(fail);
    return () => {
      if (!ended) iterator.return?.().catch(fail);
    };
  });
}

import { asyncScheduler, from, isObservable, Observable, type SchedulerLike } from "rxjs";
import { isPromiseLike } from "./is-promise-like.ts";

type Resume<T> = () => IteratorResult<T, unknown>;

/**
 * Runs a generator as a stream: what it yields is emitted, except promises and observables, which are awaited and whose last value is
 * handed back to it.
 *
 * ```
 * function*         yield 1; const page = yield fetchPage(); yield page.length;
 * fromGenerator     1-----------------------------------------4|
 * ```
 *
 * Unsubscribing calls the generator's `return()` at once, so that its `finally` blocks run now and not after its next value. After each
 * value it is resumed in a turn of the event loop of its own, so that one that awaits nothing can still be cancelled.
 *
 * @param generator is run once; make it inside `defer` to run it per subscription
 * @param scheduler takes the turns @default asyncScheduler
 */
export function fromGenerator<T>(
  generator: Iterator<T, unknown, unknown>,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<T> {
  return new Observable((subscriber) => {
    let running = false;

    const proceed = (resume: Resume<T>): void => {
      try {
        const { done, value } = stepped(resume);
        if (done === true) subscriber.complete();
        else if (subscriber.closed) generator.return?.();
        else take(value);
      } catch (error) {
        subscriber.error(error);
      }
    };
    const stepped = (resume: Resume<T>): IteratorResult<T, unknown> => {
      running = true;
      try {
        return resume();
      } finally {
        running = false;
      }
    };
    const take = (value: T): void => {
      if (isObservable(value) || isPromiseLike(value)) wait(value);
      else {
        subscriber.next(value);
        later(() => generator.next());
      }
    };
    const wait = (awaited: Observable<unknown> | PromiseLike<unknown>): void => {
      let last: unknown;
      subscriber.add(
        from(awaited).subscribe({
          next: (value) => {
            last = value;
          },
          error: (error: unknown) => later(() => generator.throw?.(error) ?? rethrown(error)),
          complete: () => later(() => generator.next(last)),
        }),
      );
    };
    const later = (resume: Resume<T>): void => {
      subscriber.add(scheduler.schedule(() => proceed(resume)));
    };

    proceed(() => generator.next());
    return () => {
      // a generator that unsubscribes itself is still running and is ended behind its own step
      if (!running) generator.return?.();
    };
  });
}

function rethrown(error: unknown): never {
  throw error;
}

import { from, isObservable, Observable } from "rxjs";
import { fromAsyncIterable } from "./from-async-iterable.ts";
import { fromGenerator } from "./from-generator.ts";
import { isPromiseLike } from "./is-promise-like.ts";

/** How a function is told that nobody wants its result any more. */
export interface Leaving {
  /** made when it is first read: an `AbortController` costs more than most calls */
  readonly signal: AbortSignal;
}

/**
 * Runs a function on subscription and follows what it returns: a value, a promise, an observable, a generator or an async iterable.
 *
 * ```
 * outcome(() => 1)           (1|)
 * outcome(() => promise)     ---(1|)
 * outcome(() => a$)          --a--b--|
 * outcome(function* () {…})  --a--b--|     see fromGenerator
 * ```
 *
 * Unsubscribing aborts the signal that the function may ask for. What it throws is an error of the stream.
 */
export function outcome(run: (leaving: Leaving) => unknown): Observable<unknown> {
  return new Observable((subscriber) => {
    let abort: AbortController | undefined;
    const leaving: Leaving = {
      get signal() {
        abort ??= new AbortController();
        if (subscriber.closed) abort.abort();
        return abort.signal;
      },
    };
    subscriber.add(() => {
      abort?.abort();
    });
    try {
      const result = run(leaving);
      const result$ = followed(result);
      if (result$ !== undefined) subscriber.add(result$.subscribe(subscriber));
      else {
        subscriber.next(result);
        subscriber.complete();
      }
    } catch (error) {
      subscriber.error(error);
    }
  });
}

/** What a result becomes with time, of one that does. */
function followed(result: unknown): Observable<unknown> | undefined {
  if (typeof result !== "object" && typeof result !== "function") return undefined;
  if (isObservable(result)) return result;
  if (isPromiseLike(result)) return from(result);
  if (isAsyncIterable(result)) return fromAsyncIterable(result);
  return isGenerator(result) ? fromGenerator(result) : undefined;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function isGenerator(value: unknown): value is Generator<unknown, unknown, unknown> {
  return Object.prototype.toString.call(value) === "[object Generator]";
}

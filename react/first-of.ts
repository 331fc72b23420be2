import { filter, type MonoTypeOperatorFunction, Observable } from "rxjs";

const seats = new WeakMap<object, Set<object>>();

/**
 * Lets values through for the one who has been subscribed the longest of all with the same `place`, so that what two listen to is done
 * once.
 *
 * ```
 * source       --a---b----c---
 * first        ^-a---b--!
 * second        ^---------c---
 * ```
 */
export function firstOf<T>(place: object): MonoTypeOperatorFunction<T> {
  return (source$) =>
    new Observable((subscriber) => {
      const seat = {};
      const taken = seats.get(place) ?? new Set<object>();
      seats.set(place, taken.add(seat));
      subscriber.add(() => taken.delete(seat));
      return source$.pipe(filter(() => [...taken][0] === seat)).subscribe(subscriber);
    });
}

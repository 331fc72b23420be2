import { Observable, Subject, tap } from "rxjs";

/**
 * What becomes of a call while an earlier one of the same name still runs: `merge` runs both, `concat` lets the later one wait, `switch`
 * ends the earlier one, `exhaust` refuses the later one and reports it.
 */
export type Flattening = "merge" | "concat" | "switch" | "exhaust";

/** One rule for all names, or one for each; names that are left out keep the default. */
export type FlatteningByName<Members> =
  | Flattening
  | (unknown extends Members
      ? Readonly<Record<string, Flattening>>
      : { readonly [Name in keyof Members]?: Flattening });

/** The rule of one name. */
export function flatteningOf(
  rules: Flattening | Readonly<Partial<Record<string, Flattening>>> | undefined,
  name: string,
  fallback: Flattening,
): Flattening {
  if (typeof rules === "string") return rules;
  return (rules !== undefined && Object.hasOwn(rules, name) ? rules[name] : undefined) ?? fallback;
}

/** What is done with one value: what to do, and what to say of one that is refused. */
export interface LaneWork<T, R> {
  readonly flatten: Flattening;
  /** runs until it ends, or `stop$` says so, where there is one */
  readonly run: (value: T, stop$?: Observable<unknown>) => Observable<R>;
  readonly refuse: (value: T) => Observable<R>;
}

/**
 * Runs something per value, as one of RxJS's four flattening operators does: `value$.pipe(mergeMap((value) => lane.take(value)))`.
 *
 * ```
 * value$      --a-b--------
 * run           ----|          each takes four frames
 * "merge"     --a-b-------     both run
 * "concat"    --a---b-----     b waits
 * "switch"    --a-b-------     a is unsubscribed
 * "exhaust"   --a-e-------     e: what `refuse` says of b
 * ```
 */
export class Lane<T, R> {
  readonly #work: LaneWork<T, R>;
  /** what ends each of the runs */
  readonly #running = new Set<Subject<undefined>>();
  readonly #waiting = new Set<() => void>();

  constructor(work: LaneWork<T, R>) {
    this.#work = work;
  }

  take(value: T): Observable<R> {
    const { flatten, run, refuse } = this.#work;
    if (flatten === "merge") return run(value);
    return new Observable((subscriber) => {
      const start = (): void => {
        const stop$ = new Subject<undefined>();
        const over = (): boolean => this.#running.delete(stop$);
        this.#running.add(stop$);
        subscriber.add(over);
        const ended = (): void => {
          over();
          subscriber.complete();
          this.#proceed();
        };
        run(value, stop$)
          .pipe(tap({ complete: ended }))
          .subscribe(subscriber);
      };
      if (flatten === "switch") for (const stop$ of this.#running) stop$.next(undefined);
      if (this.#running.size === 0) start();
      else if (flatten === "exhaust") refuse(value).subscribe(subscriber);
      else {
        subscriber.add(() => this.#waiting.delete(start));
        this.#waiting.add(start);
      }
    });
  }

  /** No part of the teardown: when all are unsubscribed, none of those that wait may start. */
  #proceed(): void {
    const [next] = this.#waiting;
    if (next === undefined || this.#running.size > 0) return;
    this.#waiting.delete(next);
    next();
  }
}

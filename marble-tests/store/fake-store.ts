import { defer, EMPTY, mergeMap, NEVER, Observable, of, type SchedulerLike, throwError, timer } from "rxjs";
import type { OutboxStore } from "ws-sync-rx/store";

/** What is kept beyond pages, in virtual time. */
export class FakeStore {
  readonly texts = new Map<string, string>();
  /** calls that fail from now on */
  broken: "nothing" | "write" | "write and remove" | "everything" = "nothing";

  /** @param latency ms that every call takes; 0 is at once */
  constructor(
    private readonly scheduler: SchedulerLike,
    private readonly latency = 0,
  ) {}

  /** What one page sees of it, for as long as the page lives. */
  page(isAlive: () => boolean): OutboxStore {
    const call = <T>(broken: () => boolean, run: () => Observable<T>): Observable<T> =>
      new Observable((subscriber) => {
        const answer$ = defer(() => {
          if (!isAlive()) return NEVER;
          return broken() ? throwError(() => new Error("QuotaExceededError")) : run();
        });
        if (this.latency === 0) return answer$.subscribe(subscriber);
        return timer(this.latency, this.scheduler)
          .pipe(mergeMap(() => answer$))
          .subscribe(subscriber);
      });
    const does =
      (...kinds: readonly FakeStore["broken"][]) =>
      () =>
        kinds.includes(this.broken);
    return {
      read: (name) =>
        call(does("everything"), () => {
          const text = this.texts.get(name);
          return text === undefined ? EMPTY : of(text);
        }),
      write: (name, text) =>
        call<never>(does("everything", "write", "write and remove"), () => {
          this.texts.set(name, text);
          return EMPTY;
        }),
      remove: (name) =>
        call<never>(does("everything", "write and remove"), () => {
          this.texts.delete(name);
          return EMPTY;
        }),
    };
  }
}

import { Observable, Subject } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";

/** Hands events to those who want all of them, and to those who want one type, at no cost for events of other types. */
export class EventBus {
  readonly #all$ = new Subject<SyncEvent>();
  readonly #byType = new Map<string, Subject<SyncEvent>>();
  #over = false;

  /** How many types somebody wants. */
  get types(): number {
    return this.#byType.size;
  }

  /** Every event. */
  readonly all$: Observable<SyncEvent> = this.#all$.asObservable();

  /** The events of one type. */
  on(type: string): Observable<SyncEvent> {
    return new Observable((subscriber) => {
      const subject$ = this.#byType.get(type) ?? new Subject<SyncEvent>();
      this.#byType.set(type, subject$);
      if (this.#over) subject$.complete();
      subject$.subscribe(subscriber);
      // behind its own end
      subscriber.add(() => {
        if (!subject$.observed) this.#byType.delete(type);
      });
    });
  }

  /** Hands out an event. */
  next(event: SyncEvent): void {
    this.#all$.next(event);
    this.#byType.get(event.type)?.next(event);
  }

  /** No event will come any more. */
  complete(): void {
    this.#over = true;
    for (const subject$ of [this.#all$, ...this.#byType.values()]) subject$.complete();
  }
}

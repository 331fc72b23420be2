import { asyncScheduler, type Observable, type SchedulerLike, Subject, Subscription } from "rxjs";
import { toastEvent, type ToastType } from "../protocol/event-of.ts";
import type { SyncEvent } from "../protocol/events.ts";

/** What may be asked of one `this.sync()`. */
export interface SyncCall {
  /** ms between two differences that are sent: the first goes at once, the last value always goes @default 0 */
  readonly throttle?: number;
  /** a notice for the user, behind the difference; it also goes when nothing has changed */
  readonly toast?: string;
  /** the kind of the notice @default "default" */
  readonly type?: ToastType;
}

/** An event that waits for the key of the object it is about. */
type EventForKey = (key: string) => SyncEvent;

/**
 * What an object says to those it is exposed to; with nobody there it says it to nobody.
 *
 * ```
 * sync({throttle: 5})  s-s-s-------s---
 * changed$             c----c------c---     first at once, last always
 * ```
 */
export class SyncHandle {
  readonly #changed$ = new Subject<undefined>();
  readonly #outgoing$ = new Subject<EventForKey>();
  readonly #dismissed$ = new Subject<string>();
  #waiting = new Subscription();
  #toasts: EventForKey[] = [];
  #last = Number.NEGATIVE_INFINITY;

  /** the clock of throttles */
  scheduler: SchedulerLike = asyncScheduler;
  /** The object has changed: read it. */
  readonly changed$: Observable<undefined> = this.#changed$.asObservable();
  readonly outgoing$: Observable<EventForKey> = this.#outgoing$.asObservable();
  readonly dismissed$: Observable<string> = this.#dismissed$.asObservable();

  /** Asks to be read, now or when the throttle allows. */
  sync({ throttle = 0, toast, type }: SyncCall = {}): void {
    if (toast !== undefined) this.#toasts.push(() => toastEvent(toast, type));
    this.#waiting.unsubscribe();
    const wait = this.#last + throttle - this.scheduler.now();
    if (throttle <= 0 || wait <= 0) this.#flush();
    else
      this.#waiting = this.scheduler.schedule(() => {
        this.#flush();
      }, wait);
  }

  /** Sends an event to all sessions that have the object. */
  send(event: EventForKey): void {
    this.#outgoing$.next(event);
  }

  /** Dismisses the clients of all sessions that have the object. */
  disconnect(message: string): void {
    this.#dismissed$.next(message);
  }

  #flush(): void {
    this.#last = this.scheduler.now();
    this.#changed$.next(undefined);
    for (const toast of this.#toasts.splice(0)) this.#outgoing$.next(toast);
  }
}

import { asyncScheduler, type Observable, type SchedulerLike, Subject, Subscription } from "rxjs";
import { actionEvent, downloadEvent, toastEvent, type ToastType } from "../protocol/event-of.ts";
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

  send(event: EventForKey): void {
    this.#outgoing$.next(event);
  }

  disconnect(message: string): void {
    this.#dismissed$.next(message);
  }

  #flush(): void {
    this.#last = this.scheduler.now();
    this.#changed$.next(undefined);
    for (const toast of this.#toasts.splice(0)) this.#outgoing$.next(toast);
  }
}

/** Says that an object has changed, `this.sync()`, and whatever else it has to say. Whoever it is exposed to hears it; with nobody there it does nothing. */
export interface Sync {
  /** Sends the difference since the last time. */
  (call?: SyncCall): void;
  /** Sends a notice for the user. */
  toast(message: string, type?: ToastType): void;
  /** Calls an action of the client. */
  sendAction(name: string, args?: object): void;
  /** Calls an action of the client with a payload. */
  sendBinary(name: string, args: object, bytes: Uint8Array): void;
  /** Sends a file for the user to save. */
  download(filename: string, bytes: Uint8Array): void;
  /** Dismisses the client: it shows the message and does not come back by itself. */
  disconnect(message: string): void;
}

/** The handle as objects see it. */
export function syncOfHandle(handle: SyncHandle): Sync {
  const sync = (call?: SyncCall): void => {
    handle.sync(call);
  };
  return Object.assign(sync, {
    toast: (message: string, type?: ToastType): void => {
      handle.send(() => toastEvent(message, type));
    },
    sendAction: (name: string, args: object = {}): void => {
      handle.send((key) => actionEvent(key, name, args));
    },
    sendBinary: (name: string, args: object, bytes: Uint8Array): void => {
      handle.send((key) => actionEvent(key, name, args, bytes));
    },
    download: (filename: string, bytes: Uint8Array): void => {
      handle.send(() => downloadEvent(filename, bytes));
    },
    disconnect: (message: string): void => {
      handle.disconnect(message);
    },
  });
}

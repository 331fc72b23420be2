import { asapScheduler, forkJoin, map, type Observable, observeOn, race, type SchedulerLike, take, timer } from "rxjs";
import { EventType, keyedType, type SyncEvent } from "ws-sync-rx";

/** ms that a new line has to bring the states that what is kept belongs to */
const PATIENCE = 2_000;
/** events that are kept; beyond that they are refused */
const MOST = 1_000;

/** What a page has sent by hand while there was no line, in order. Calls and writes of a key are kept by the core. */
export class Unsent {
  #events: SyncEvent[] = [];

  /** Keeps an event for the next line. @returns whether it was kept */
  keep(event: SyncEvent): boolean {
    if (this.#events.length >= MOST || !isKept(event.type)) return false;
    this.#events.push(event);
    return true;
  }

  /** All there are, once. */
  takeAll(): readonly SyncEvent[] {
    return this.#events.splice(0);
  }

  /**
   * Emits once, when a new line has brought the states of all keys that events are kept for. Writes that were made meanwhile go out
   * with those states, and an action made after a write must arrive after it. A server of ours says itself when it has said all.
   *
   * @param on the incoming events of one type
   */
  whenReady(on: (type: string) => Observable<SyncEvent>, scheduler: SchedulerLike): Observable<undefined> {
    const keys = new Set(this.#events.flatMap(({ type }) => (type.includes(":") ? [keyOf(type)] : [])));
    const states = [...keys].map((key) => on(keyedType(EventType.set, key)).pipe(take(1)));
    const all$ = states.length === 0 ? timer(0, scheduler) : forkJoin(states);
    return race(all$, on(EventType.ready), timer(PATIENCE, scheduler)).pipe(
      take(1),
      map(() => undefined),
      observeOn(asapScheduler),
    );
  }
}

/** What is sent later. States and patches are not: the next line brings a state that they were not made for. */
function isKept(type: string): boolean {
  const [name] = type.split(":", 1);
  return name !== EventType.set && name !== EventType.patch && name !== EventType.get && name !== EventType.userSession;
}

function keyOf(type: string): string {
  return type.slice(type.indexOf(":") + 1);
}

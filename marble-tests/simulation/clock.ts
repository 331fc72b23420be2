import { type SchedulerAction, type SchedulerLike, Subscription } from "rxjs";

interface Due {
  readonly at: number;
  /** ties are served in the order in which they were made */
  readonly order: number;
  readonly run: () => void;
}

/** Virtual time: a heap of what is due, since `VirtualTimeScheduler` sorts its whole list at every insertion. */
export class Clock {
  readonly #due: Due[] = [];
  #now = 0;
  #order = 0;

  /** ms since the beginning */
  get now(): number {
    return this.#now;
  }

  /** Runs a task after `delay` ms. */
  after(delay: number, run: () => void): void {
    this.#order += 1;
    const entry = { at: this.#now + Math.max(0, delay), order: this.#order, run };
    const heap = this.#due;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  /** Lets `ms` pass. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#due[0]; next !== undefined && next.at <= end; next = this.#due[0]) {
      this.#removeFirst();
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }

  #removeFirst(): void {
    const heap = this.#due;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      if (a === undefined) break;
      const [child, at] = b !== undefined && isBefore(b, a) ? [b, left + 1] : [a, left];
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = at;
    }
    heap[index] = last;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/**
 * A machine or a tab: what runs on it can be frozen, and is dead once it is killed. Its scheduler is the only clock of the engine that
 * lives there, so the timers that are left when it has stopped can be counted.
 */
export class Host implements SchedulerLike {
  readonly #clock: Clock;
  readonly #alarms = new Set<object>();
  readonly #waiting: (() => void)[] = [];
  #frozen = false;
  #wasFrozen = false;
  #dead = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** Whether it ever was. */
  get wasFrozen(): boolean {
    return this.#wasFrozen;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** how many timers are set */
  get timers(): number {
    return this.#alarms.size;
  }

  now(): number {
    return this.#clock.now;
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    return new Alarm<T>(this, work).schedule(state, delay);
  }

  /** Runs a task now; once it is thawed, when it is frozen; never, when it is dead. */
  do(task: () => void): void {
    if (this.#frozen) this.#waiting.push(task);
    else if (!this.#dead) task();
  }

  /** From now on nothing runs here. */
  freeze(): void {
    this.#frozen = this.#wasFrozen = true;
  }

  /** What came in meanwhile runs in one burst. */
  thaw(): void {
    this.#frozen = false;
    for (let next = this.#waiting.shift(); next !== undefined && !this.#dead; next = this.#waiting.shift()) next();
  }

  /** The process is gone: nothing of it runs any more. */
  kill(): void {
    this.#dead = true;
    this.#waiting.length = 0;
    this.#alarms.clear();
  }

  /** Wakes an alarm. @internal */
  wake(alarm: object, delay: number, ring: () => void): void {
    this.#alarms.add(alarm);
    this.#clock.after(delay, () => {
      this.do(ring);
    });
  }

  /** Forgets an alarm. @internal */
  forget(alarm: object): void {
    this.#alarms.delete(alarm);
  }
}

class Alarm<T> extends Subscription implements SchedulerAction<T> {
  #sleeps = 0;

  constructor(
    private readonly host: Host,
    private readonly work: (this: SchedulerAction<T>, state?: T) => void,
  ) {
    super();
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed || this.host.dead) return this;
    this.#sleeps += 1;
    const sleep = this.#sleeps;
    this.host.wake(this, delay, () => {
      if (this.closed || sleep !== this.#sleeps) return;
      this.host.forget(this);
      this.work(state);
    });
    return this;
  }

  override unsubscribe(): void {
    this.host.forget(this);
    super.unsubscribe();
  }
}

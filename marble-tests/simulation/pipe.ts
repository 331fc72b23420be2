import type { Subscription } from "rxjs";
import type { Host } from "./clock.ts";

/** bytes that the kernels on the way hold, and that no program ever sees in its buffer */
const KERNEL = 16_384;

interface Packet<T> {
  readonly item: T;
  readonly bytes: number;
}

/**
 * One direction of a line: delivers in order, later, or not at all.
 *
 * ```
 * send   a-b---c------      two wait when the other end does not read
 * pipe   ---a-b---c---
 * lose   ----------#        what is under way is lost, and all that follows
 * ```
 */
export class Pipe<T> {
  readonly #net: Host;
  readonly #deliver: (item: T) => void;
  readonly #waiting: Packet<T>[] = [];
  #latency = 0;
  #rate = Infinity;
  #heldUntil = 0;
  #lastArrival = 0;
  #life = 0;
  #lost = false;
  #troubled = false;
  #departure: Subscription | undefined;
  #stepped: T[] | undefined;
  /** runs when something that waited has left */
  flushed: () => void = () => undefined;

  constructor(net: Host, deliver: (item: T) => void) {
    this.#net = net;
    this.#deliver = deliver;
  }

  /** bytes that were sent and did not leave the process */
  get buffered(): number {
    let bytes = 0;
    for (const packet of this.#waiting) bytes += packet.bytes;
    return Math.max(0, bytes - KERNEL);
  }

  /** Whether nothing comes through any more. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Whether something ever kept it from delivering everything at once. */
  get troubled(): boolean {
    return this.#troubled;
  }

  /** From now on nothing is delivered but by `step()`. */
  hold(): void {
    this.#stepped ??= [];
  }

  /** What could be delivered by `step()`. */
  get held(): readonly T[] {
    return this.#stepped ?? [];
  }

  /** Delivers one item. */
  step(): void {
    const item = this.#stepped?.shift();
    if (item !== undefined) this.#deliver(item);
  }

  /** Delivers what was held, and from now on by itself. */
  release(): void {
    const held = this.#stepped ?? [];
    this.#stepped = undefined;
    for (const item of held) this.send(item, 0);
  }

  shape(latency: number, rate: number): void {
    this.#latency = latency;
    this.#rate = rate;
    this.#troubled ||= rate !== Infinity;
    this.#departure?.unsubscribe();
    this.#departure = undefined;
    this.#depart();
  }

  /** Nothing arrives for `ms`, then everything at once. */
  stall(ms: number): void {
    this.#troubled = true;
    this.#heldUntil = Math.max(this.#heldUntil, this.#net.now() + ms);
  }

  send(item: T, bytes: number): void {
    if (this.#lost) return;
    if (this.#stepped !== undefined) {
      this.#stepped.push(item);
      return;
    }
    this.#waiting.push({ item, bytes });
    this.#depart();
  }

  /** What is under way is lost, and all that follows; nobody is told. */
  lose(): void {
    this.#lost = this.#troubled = true;
    this.#life += 1;
    this.discard();
    if (this.#stepped !== undefined) this.#stepped.length = 0;
  }

  /** What has not left the process yet is thrown away. */
  discard(): void {
    this.#waiting.length = 0;
    this.#departure?.unsubscribe();
    this.#departure = undefined;
  }

  #depart(): void {
    while (this.#departure === undefined) {
      const [packet] = this.#waiting;
      if (packet === undefined || this.#rate === 0) return;
      const ms = packet.bytes / this.#rate;
      if (ms > 0) {
        this.#departure = this.#net.schedule(() => {
          this.#departure = undefined;
          this.#waiting.shift();
          this.#fly(packet.item);
          this.flushed();
          this.#depart();
        }, ms);
        return;
      }
      this.#waiting.shift();
      this.#fly(packet.item);
    }
  }

  #fly(item: T): void {
    const life = this.#life;
    const now = this.#net.now();
    this.#lastArrival = Math.max(this.#lastArrival, now + this.#latency, this.#heldUntil);
    this.#net.schedule(() => {
      if (life === this.#life) this.#deliver(item);
    }, this.#lastArrival - now);
  }
}

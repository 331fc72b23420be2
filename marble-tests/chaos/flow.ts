import type { Socket } from "node:net";
import type { Random } from "../fuzz/random.ts";
import type { Weather } from "./weather.ts";

/** What comes to the receiving end, and not before when; `undefined` is the end of the sending one. */
interface Cargo {
  data: Buffer | undefined;
  readonly due: number;
}

/** bytes that wait in a flow before its sender is no longer read: a slow line must fill the buffers of who sends */
const MOST_QUEUED = 65_536;
/** ms between two pieces of a throttled flow */
const STEP = 20;

/** One direction of a proxied line: everything that one socket receives is written to the other, as its weather allows. */
export class Flow {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #weather: Weather;
  readonly #random: Random;
  readonly #cut: () => void;
  readonly #queue: Cargo[] = [];
  #queued = 0;
  #lastDue = 0;
  #waiting = false;
  #blocked = false;
  #over = false;

  /** @param cut ends both directions at once */
  constructor(from: Socket, to: Socket, weather: Weather, random: Random, cut: () => void) {
    this.#from = from;
    this.#to = to;
    this.#weather = weather;
    this.#random = random;
    this.#cut = cut;
    from.on("data", (data: Buffer) => {
      this.#take(data);
    });
    from.on("end", () => {
      this.#take(undefined);
    });
    to.on("drain", () => {
      this.#blocked = false;
      this.pump();
    });
  }

  /** Goes on; must be called when the weather has changed. */
  pump(): void {
    while (!this.#waiting && !this.#over && !this.#blocked && !this.#weather.hole) {
      const [cargo] = this.#queue;
      if (cargo === undefined) return;
      const wait = cargo.due - performance.now();
      if (wait > 1) this.#later(wait);
      else if (cargo.data === undefined) this.#end();
      else this.#write(cargo, cargo.data);
    }
  }

  /** Forgets everything. */
  stop(): void {
    this.#over = true;
    this.#queue.length = 0;
  }

  #take(data: Buffer | undefined): void {
    const { latency, jitter } = this.#weather;
    this.#lastDue = Math.max(this.#lastDue, performance.now() + latency + this.#random.below(jitter + 1));
    this.#queue.push({ data, due: this.#lastDue });
    this.#queued += data?.length ?? 0;
    if (this.#queued > MOST_QUEUED) this.#from.pause();
    this.pump();
  }

  /** Writes a piece of what is due. */
  #write(cargo: Cargo, data: Buffer): void {
    const weather = this.#weather;
    const sliced = weather.slices > 0;
    const most = sliced ? 1 : Math.max(1, Math.floor((weather.rate * STEP) / 1_000));
    const piece = data.subarray(0, Math.min(most, weather.cutAfter));
    this.#queued -= piece.length;
    weather.slices -= sliced ? 1 : 0;
    weather.cutAfter -= piece.length;
    if (piece.length === data.length) this.#queue.shift();
    else cargo.data = data.subarray(piece.length);
    if (this.#to.writable && !this.#to.write(piece)) this.#blocked = true;
    if (this.#queued <= MOST_QUEUED / 2) this.#from.resume();
    if (weather.cutAfter <= 0) {
      weather.cutAfter = Number.POSITIVE_INFINITY;
      this.#cut();
    }
    if (sliced) this.#later(0);
    else if (weather.rate < Number.POSITIVE_INFINITY) this.#later((piece.length / weather.rate) * 1_000);
  }

  #end(): void {
    this.#queue.shift();
    this.#to.end();
  }

  #later(wait: number): void {
    this.#waiting = true;
    const goOn = (): void => {
      this.#waiting = false;
      this.pump();
    };
    if (wait === 0) setImmediate(goOn);
    else setTimeout(goOn, wait);
  }
}

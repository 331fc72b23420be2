import { CloseCode } from "ws-sync-rx";
import type { Wire } from "./ends.ts";
import type { Link, Way } from "./network.ts";
import type { Watch } from "./violation.ts";

const DOCUMENTED = new Set<number>(Object.values(CloseCode));
/** bytes that may wait for one line beside one frame: 256 KiB of states, as much of other events, and what pings let through */
const MOST_BUFFERED = 1_048_576;

interface Numbered {
  readonly type: string;
  readonly e?: string;
  readonly v?: number;
  readonly b?: number;
}

interface Place {
  epoch: string;
  version: number;
}

/** Looks at everything that is sent. */
export class WireChecks {
  /** the largest buffer there was, in bytes */
  largest = 0;
  /** a fingerprint of all that was sent, and when */
  trace = 0;
  readonly #watch: Watch;
  readonly #now: () => number;
  readonly #places = new Map<string, Place>();

  constructor(watch: Watch, now: () => number) {
    this.#watch = watch;
    this.#now = now;
  }

  see(link: Link, way: Way, wire: Wire): void {
    this.#mix(this.#now() * 64 + link.id * 2 + (way === "up" ? 1 : 0));
    if (wire.kind === "close") this.#close(way, wire.code);
    if (wire.kind !== "frames") return;
    for (const frame of wire.frames) {
      this.#mix(frame.length);
      if (typeof frame === "string") this.#text(link, way, frame);
    }
    const { buffered } = way === "down" ? link.serverEnd : link.clientEnd;
    this.largest = Math.max(this.largest, buffered);
    if (buffered > MOST_BUFFERED) this.#watch.fail("I4", `${buffered} bytes wait on line ${link.id}, ${way}`);
  }

  #close(way: Way, code: number): void {
    if (way === "down" && !DOCUMENTED.has(code)) this.#watch.fail("I10", `the server closed with ${code}`);
  }

  /** Versions on one line follow each other. Frames are looked at as text: only the few that name a version are parsed. */
  #text(link: Link, way: Way, frame: string): void {
    if (way === "up" || !(frame.startsWith('{"type":"_SET:') || frame.startsWith('{"type":"_PATCH:'))) return;
    if (!frame.includes('"v":')) return;
    const { type, e, v, b } = JSON.parse(frame) as Numbered;
    if (v === undefined) return;
    const [name = "", key = ""] = type.split(":");
    const place = `${link.id} ${key}`;
    const former = this.#places.get(place);
    if (name === "_PATCH" && former !== undefined && former.version !== (b ?? v - 1))
      this.#watch.fail(
        "I3",
        `line ${link.id}: ${key} ${former.version} is followed by a delta from ${b ?? v - 1} to ${v}`,
      );
    const epoch = e ?? former?.epoch ?? "";
    if (former?.epoch === epoch && v < former.version)
      this.#watch.fail("I3", `line ${link.id}: ${key} went back from ${former.version} to ${v}`);
    this.#places.set(place, { epoch, version: v });
  }

  #mix(value: number): void {
    this.trace = (Math.imul(this.trace ^ value, 0x01000193) + 0x9e3779b9) >>> 0;
  }
}

import type { Random } from "../fuzz/random.ts";
import type { Lane } from "./lane.ts";

/** Something that goes wrong on one lane. */
interface Fault {
  /** how often, against the others */
  readonly weight: number;
  /** ms that it lasts, from and up to; 0 is over at once */
  readonly lasts: readonly [number, number];
  /** whether the ends may well take the line for dead */
  readonly silent?: boolean;
  begin(lane: Lane, random: Random): void;
}

/** One fault that was injected. */
export interface Injected {
  readonly kind: string;
  /** the client's name, or "server" */
  readonly at: string;
  /** ms since the epoch */
  readonly from: number;
  readonly until: number;
  readonly silent: boolean;
}

const [INSTANT, HOLE] = [
  [0, 0],
  [5_000, 20_000],
] as const;

/** What goes wrong on single lanes (FAULTS 3.5). */
export const LANE_FAULTS: Readonly<Record<string, Fault>> = {
  reset: { weight: 20, lasts: INSTANT, begin: (lane) => lane.each((line) => line.reset()) },
  fin: { weight: 12, lasts: INSTANT, begin: (lane) => lane.each((line) => line.finish()) },
  "cut mid-frame": {
    weight: 12,
    lasts: [1_000, 1_000],
    begin: (lane, random) => lane.change({ cutAfter: 1 + random.below(400) }, { cutAfter: 1 + random.below(4_000) }),
  },
  "black hole": { weight: 8, lasts: HOLE, silent: true, begin: (lane) => lane.change({ hole: true }) },
  "black hole up": { weight: 5, lasts: HOLE, silent: true, begin: (lane) => lane.change({ hole: true }, {}) },
  "black hole down": { weight: 5, lasts: HOLE, silent: true, begin: (lane) => lane.change({}, { hole: true }) },
  "half-open client": {
    weight: 3,
    lasts: [20_000, 20_000],
    silent: true,
    begin: (lane) => lane.each((line) => line.forget("client")),
  },
  "half-open server": {
    weight: 3,
    lasts: [20_000, 20_000],
    silent: true,
    begin: (lane) => lane.each((line) => line.forget("server")),
  },
  throttle: {
    weight: 12,
    lasts: [4_000, 10_000],
    silent: true,
    begin: (lane, random) => lane.change({ rate: 1_000 + random.below(20_000) }),
  },
  slices: { weight: 10, lasts: [2_000, 5_000], begin: (lane) => lane.change({ slices: 3_000 }) },
  latency: {
    weight: 12,
    lasts: [3_000, 10_000],
    begin: (lane, random) => lane.change({ latency: 50 + random.below(700), jitter: random.below(700) }),
  },
  refuse: {
    weight: 4,
    lasts: [1_000, 4_000],
    begin: (lane) => {
      lane.refuses = true;
      lane.each((line) => line.reset());
    },
  },
};

const WHOLE = Object.values(LANE_FAULTS).reduce((sum, { weight }) => sum + weight, 0);

function pick(random: Random): readonly [string, Fault] {
  let left = random.below(WHOLE);
  for (const entry of Object.entries(LANE_FAULTS)) {
    left -= entry[1].weight;
    if (left < 0) return entry;
  }
  throw new RangeError("The weights do not add up.");
}

/**
 * Lets one thing after the other go wrong on a lane, with rests between.
 *
 * @param rest ms between two faults, on average
 * @returns stops it; what lasts still has to be healed
 */
export function misfortune(lane: Lane, random: Random, rest: number, tell: (injected: Injected) => void): () => void {
  let timer: NodeJS.Timeout;
  const later = (): void => {
    // half of the rests are short, so that faults meet each other's recovery
    const wait = random.oneIn(2) ? random.below(rest / 4) : random.below(rest * 4);
    timer = setTimeout(strike, wait);
  };
  const strike = (): void => {
    const [kind, { lasts, silent = false, begin }] = pick(random);
    const duration = lasts[0] + random.below(lasts[1] - lasts[0] + 1);
    const from = Date.now();
    tell({ kind, at: lane.name, from, until: from + duration, silent });
    begin(lane, random);
    timer = setTimeout(() => {
      lane.heal();
      later();
    }, duration);
  };
  later();
  return () => clearTimeout(timer);
}

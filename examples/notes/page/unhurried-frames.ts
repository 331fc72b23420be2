import { animationFrames, filter, map, type Observable, scan } from "rxjs";

/** ms between two pictures that the eye takes for motion */
const SMOOTH = 33;
/** ms between two pictures while the machine has no time for them */
const SPARING = 250;
/** ms between two animation frames that say so; a screen at rest has one every 17 */
const BUSY = 24;

interface Pace {
  readonly elapsed: number;
  /** ms between two animation frames, over the last dozen of them */
  readonly gap: number;
  readonly drawnAt: number;
}

const START: Pace = { elapsed: 0, gap: 0, drawnAt: Number.NEGATIVE_INFINITY };

/**
 * Animation frames for something that matters less than the keyboard: 30 a second, and only 4 where painting is slow.
 *
 * @returns the time of the frame, as `performance.now()` tells it
 */
export function unhurriedFrames(): Observable<number> {
  return animationFrames().pipe(
    scan(
      ({ pace }, { timestamp, elapsed }) => {
        const gap = pace.gap * 0.9 + (elapsed - pace.elapsed) * 0.1;
        const due = elapsed - pace.drawnAt >= (gap > BUSY ? SPARING : SMOOTH) - 1;
        return { pace: { elapsed, gap, drawnAt: due ? elapsed : pace.drawnAt }, due, timestamp };
      },
      { pace: START, due: false, timestamp: 0 },
    ),
    filter(({ due }) => due),
    map(({ timestamp }) => timestamp),
  );
}

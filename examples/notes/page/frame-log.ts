import { asyncScheduler, buffer, connect, type Observable, scan, throttleTime } from "rxjs";
import { EventType } from "ws-sync-rx";
import type { PanelName } from "./panel-name.ts";
import type { SeenFrame } from "./seen-frame.ts";

/** What the page tells about the frames so far. */
export interface FrameLog {
  /** newest first */
  readonly frames: readonly SeenFrame[];
  /** frames that carried a difference, in either direction */
  readonly differences: number;
  /** bytes of these frames */
  readonly bytes: number;
  /** bytes, had each of them been the whole state */
  readonly fullBytes: number;
}

/** frames that are kept */
const KEPT = 60;
/** ms between two looks: as fast as an eye, and the page has time for the keyboard */
const PACE = 100;

export const NO_FRAMES: FrameLog = { frames: [], differences: 0, bytes: 0, fullBytes: 0 };

/**
 * Collects frames, and counts what the differences among them have saved.
 *
 * ```
 * frames$     ab 148ms c
 * frameLog()  100ms l 99ms m      one log for all that came within 100 ms
 * ```
 *
 * @param fullSize bytes of a panel's whole state, as it is now
 */
export function frameLog(frames$: Observable<SeenFrame>, fullSize: (panel: PanelName) => number): Observable<FrameLog> {
  const collected = (log: FrameLog, seen: readonly SeenFrame[]): FrameLog => {
    const differences = seen.filter(({ type }) => type.startsWith(EventType.patch));
    const sizes = new Map(differences.map(({ panel }) => [panel, fullSize(panel)]));
    return {
      frames: [...seen.toReversed(), ...log.frames].slice(0, KEPT),
      differences: log.differences + differences.length,
      bytes: differences.reduce((sum, { bytes }) => sum + bytes, log.bytes),
      fullBytes: differences.reduce((sum, { panel }) => sum + (sizes.get(panel) ?? 0), log.fullBytes),
    };
  };
  return frames$.pipe(
    connect((shared$) =>
      shared$.pipe(buffer(shared$.pipe(throttleTime(PACE, asyncScheduler, { leading: false, trailing: true })))),
    ),
    scan(collected, NO_FRAMES),
  );
}
